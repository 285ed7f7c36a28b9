import { visitorRoute } from "@/lib/auth/visitor-route";
import { acceptInvitation } from "@/lib/people/accept-invitation";
import { readInvitation } from "@/lib/people/read-link";
import { acceptInvitationSchema } from "@/lib/people/schemas";

export const POST = visitorRoute({
  schema: acceptInvitationSchema,
  verb: acceptInvitation,
  isVouchedFor: async ({ token }) => (await readInvitation(token)) !== null,
});
