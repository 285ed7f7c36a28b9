"use client";

import { type FormEvent, useState } from "react";
import { apiFetch } from "@/components/api";
import { checked, type FieldErrors, fieldErrors } from "@/components/api/fields";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput } from "@/components/auth/password-input";
import { SecondStep } from "@/components/auth/second-step";
import { signInWith } from "@/components/auth/sign-in";
import { authWords } from "@/components/auth/words";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { PASSWORD_MIN_LENGTH } from "@/lib/auth/schemas";
import { acceptInvitationSchema, resetPasswordSchema } from "@/lib/people/schemas";

const enter = () => window.location.assign("/");

/**
 * What both kinds of link lead to: a password is chosen, and signs in.
 * @param link the kind, and so whether a name is asked for
 */
export function NewPasswordForm({
  link,
  token,
  email,
}: {
  link: "invitation" | "reset";
  token: string;
  email: string;
}) {
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const isInvitation = link === "invitation";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const password = String(data.get("password"));
    setBusy(true);
    setProblem(null);
    setErrors({});
    try {
      if (isInvitation) {
        const input = { token, name: String(data.get("name")).trim(), password };
        const body = checked(acceptInvitationSchema, input);
        await apiFetch("/api/access/accept-invitation", { method: "POST", body });
      } else {
        const body = checked(resetPasswordSchema, { token, password });
        await apiFetch("/api/access/reset-password", { method: "POST", body });
      }
    } catch (error) {
      const faults = fieldErrors(error);
      if (faults) setErrors(faults);
      else setProblem(authWords(error));
      setBusy(false);
      return;
    }
    try {
      if ((await signInWith(email, password)) === "done") enter();
      else setNeedsCode(true);
    } catch {
      // The password is set, and the link is used up: the sign-in page says the rest.
      window.location.assign("/sign-in");
    }
  };

  if (needsCode) {
    return <SecondStep onDone={enter} onStartAgain={() => window.location.assign("/sign-in")} />;
  }

  /** A field that is being corrected is no longer called wrong. */
  const forgive = ({ target }: FormEvent<HTMLFormElement>) => {
    if (target instanceof HTMLInputElement) setErrors({ ...errors, [target.name]: undefined });
  };

  return (
    <form
      onSubmit={submit}
      onChange={forgive}
      method="post"
      noValidate
      className="flex flex-col gap-4"
    >
      <FormError text={problem} />
      <Field label="Email">
        {(control) => (
          <Input
            {...control}
            readOnly
            type="email"
            autoComplete="username"
            value={email}
            className="h-9 text-muted"
          />
        )}
      </Field>
      {isInvitation ? (
        <Field label="Name (optional)" error={errors.name}>
          {(control) => (
            <Input {...control} name="name" autoComplete="name" autoFocus className="h-9" />
          )}
        </Field>
      ) : null}
      <Field
        label={isInvitation ? "Password" : "New password"}
        hint={`${PASSWORD_MIN_LENGTH} characters or more.`}
        error={errors.password}
      >
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            autoComplete="new-password"
            autoFocus={!isInvitation}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {isInvitation ? "Create account" : "Set password and sign in"}
      </Button>
    </form>
  );
}
