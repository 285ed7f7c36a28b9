"use client";

import type { FormEvent } from "react";
import { problemText } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput } from "@/components/auth/password-input";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/label";

/** Asks for one's own password before something that it protects. */
export function AskPassword({
  why,
  confirmLabel,
  danger = false,
  onPassword,
  onCancel,
}: {
  why: string;
  confirmLabel: string;
  danger?: boolean;
  onPassword: (password: string) => Promise<void>;
  onCancel: () => void;
}) {
  // Passwords are not kept among the mutations.
  const send = useAction({ mutationFn: onPassword, gcTime: 0 });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send.run(String(new FormData(event.currentTarget).get("password")));
  };
  return (
    <form onSubmit={submit} onChange={send.reset} method="post" className="flex flex-col gap-3">
      <p>{why}</p>
      <FormError text={send.error ? problemText(send.error) : null} />
      <Field label="Your password" className="max-w-sm">
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            required
            autoFocus
            autoComplete="current-password"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant={danger ? "danger" : "primary"} busy={send.isBusy}>
          {confirmLabel}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
