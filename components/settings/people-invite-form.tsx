"use client";

import { useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { apiFetch, invitationKeys, type NewInvitation, problemText } from "@/components/api";
import { checked, fieldErrors } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import type { ShownLink } from "@/components/settings/people-link";
import { roleOptions, roleTexts } from "@/components/settings/people-roles";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { type Role, roleOf } from "@/lib/auth/permissions";
import { inviteSchema } from "@/lib/people/schemas";

/** Invites somebody by a link that the owner gives to them. */
export function InviteForm({ onInvited }: { onInvited: (link: ShownLink) => void }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const client = useQueryClient();
  const invite = useAction({
    mutationFn: async () => {
      const body = checked(inviteSchema, { email: email.trim(), role });
      return apiFetch<NewInvitation>("/api/v1/invitations", { method: "POST", body });
    },
    onSuccess: (made) => {
      setEmail("");
      setRole("viewer");
      onInvited({
        title: `Give this link to ${made.email}.`,
        url: made.url,
        expiresAt: made.expiresAt,
        invitationId: made.id,
      });
      void client.invalidateQueries({ queryKey: invitationKeys.all });
    },
  });
  const faults = fieldErrors(invite.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void invite.run();
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Invite somebody"
      className="flex flex-col gap-4 rounded-md border bg-surface p-3"
    >
      <div className="flex flex-wrap items-start gap-4">
        <Field label="Email of a new person" className="flex-1 basis-56" error={faults?.email}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              placeholder="anna@example.com"
              value={email}
              onChange={(event) => {
                setEmail(event.target.value);
                invite.reset();
              }}
            />
          )}
        </Field>
        <Field
          label="Role"
          className="basis-56"
          hint={`${roleOptions.find(({ value }) => value === role)?.label}: ${roleTexts[role]}`}
        >
          {(control) => (
            <Select
              {...control}
              value={role}
              onValueChange={(value) => {
                setRole(roleOf(value));
                invite.reset();
              }}
              options={roleOptions}
            />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={invite.isBusy}>
          <UserPlus aria-hidden />
          Invite
        </Button>
        {invite.error && !faults ? (
          <p role="alert" className="text-danger text-sm">
            {problemText(invite.error)}
          </p>
        ) : null}
      </div>
    </form>
  );
}
