"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { accountKeys, apiFetch, problemText } from "@/components/api";
import { checked, fieldErrors } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput } from "@/components/auth/password-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/label";
import { ownerSchema, PASSWORD_MIN_LENGTH } from "@/lib/auth/schemas";

const changePasswordSchema = z.strictObject({
  currentPassword: z.string().min(1, "Enter the password that you have now."),
  newPassword: ownerSchema.shape.password,
});

/** Changes one's own password, which signs all other devices out. */
export function AccountPassword({ email }: { email: string }) {
  const form = useRef<HTMLFormElement>(null);
  const client = useQueryClient();
  const change = useAction({
    mutationFn: async (input: z.input<typeof changePasswordSchema>) => {
      const body = checked(changePasswordSchema, input);
      await apiFetch("/api/auth/change-password", {
        method: "POST",
        body: { ...body, revokeOtherSessions: true },
      });
    },
    // Passwords are not kept among the mutations.
    gcTime: 0,
    onSuccess: () => {
      form.current?.reset();
      toast.success("Your password is changed. Your other devices are signed out.");
      void client.invalidateQueries({ queryKey: accountKeys.lists });
    },
  });
  const faults = fieldErrors(change.error);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void change.run({
      currentPassword: String(data.get("currentPassword")),
      newPassword: String(data.get("newPassword")),
    });
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      onChange={change.reset}
      method="post"
      noValidate
      aria-label="Password"
      className="flex flex-col gap-3 rounded-md border bg-surface p-3"
    >
      <h3 className="font-medium">Password</h3>
      {/* For password managers: whose passwords these are. */}
      <input hidden readOnly autoComplete="username" value={email} />
      <FormError text={change.error && !faults ? problemText(change.error) : null} />
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Current password" error={faults?.currentPassword}>
          {(control) => (
            <PasswordInput {...control} name="currentPassword" autoComplete="current-password" />
          )}
        </Field>
        <Field
          label="New password"
          hint={`${PASSWORD_MIN_LENGTH} characters or more.`}
          error={faults?.newPassword}
        >
          {(control) => (
            <PasswordInput {...control} name="newPassword" autoComplete="new-password" />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button type="submit" busy={change.isBusy}>
          Change password
        </Button>
        <p className="text-muted">Signs your other devices out.</p>
      </div>
    </form>
  );
}
