import {
  accountSchema,
  endedSessionsSchema,
  sessionSchema,
  updateAccountSchema,
} from "@/lib/account/schemas";
import { type ApiCall, all } from "@/lib/http/openapi/calls/call";
import {
  changeRoleSchema,
  invitationSchema,
  inviteSchema,
  newInvitationSchema,
  personSchema,
  resetLinkSchema,
} from "@/lib/people/schemas";

export const peopleCalls: ApiCall[] = [
  {
    call: "GET /api/v1/people",
    needs: "people:manage",
    summary: "List the people who can sign in",
    answer: all(personSchema),
  },
  {
    call: "PATCH /api/v1/people/{id}",
    needs: "people:manage",
    summary: "Change a person's role; 409 for the last owner",
    status: 204,
    body: changeRoleSchema,
  },
  {
    call: "DELETE /api/v1/people/{id}",
    needs: "people:manage",
    summary: "Remove a person; 409 for the last owner",
    status: 204,
  },
  {
    call: "POST /api/v1/people/{id}/sign-out",
    needs: "people:manage",
    summary: "End all sessions of a person",
    status: 204,
  },
  {
    call: "POST /api/v1/people/{id}/reset-link",
    needs: "people:manage",
    summary: "Make a link that sets a person's password, shown once",
    status: 201,
    answer: resetLinkSchema,
  },
  {
    call: "DELETE /api/v1/people/{id}/two-factor",
    needs: "people:manage",
    summary: "Switch a person's two-factor off",
    status: 204,
  },
  {
    call: "GET /api/v1/invitations",
    needs: "people:manage",
    summary: "List invitations that nobody has accepted yet",
    answer: all(invitationSchema),
  },
  {
    call: "POST /api/v1/invitations",
    needs: "people:manage",
    summary: "Invite somebody; the link is shown once",
    status: 201,
    body: inviteSchema,
    answer: newInvitationSchema,
  },
  {
    call: "DELETE /api/v1/invitations/{id}",
    needs: "people:manage",
    summary: "Withdraw an invitation",
    status: 204,
  },
  {
    call: "GET /api/v1/account",
    needs: "account",
    summary: "One's own account",
    answer: accountSchema,
  },
  {
    call: "PATCH /api/v1/account",
    needs: "account",
    summary: "Change one's own name",
    body: updateAccountSchema,
    answer: accountSchema,
  },
  {
    call: "GET /api/v1/account/sessions",
    needs: "account",
    summary: "Where one is signed in",
    answer: all(sessionSchema),
  },
  {
    call: "DELETE /api/v1/account/sessions/{id}",
    needs: "account",
    summary: "Sign one of one's own devices out",
    status: 204,
  },
  {
    call: "POST /api/v1/account/sessions/end-others",
    needs: "account",
    summary: "Sign all one's other devices out",
    answer: endedSessionsSchema,
  },
];
