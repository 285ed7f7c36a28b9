"use client";

import { type FormEvent, useState } from "react";
import { apiFetch, problemText } from "@/components/api";
import { checked, type FieldErrors, fieldErrors } from "@/components/api/fields";
import { AccountForm, OwnNameField } from "@/components/auth/account-form";
import { PasswordInput } from "@/components/auth/password-input";
import { SecondStep } from "@/components/auth/second-step";
import { signInWith } from "@/components/auth/sign-in";
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
      else setProblem(problemText(error));
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

  return (
    <AccountForm
      problem={problem}
      submitLabel={isInvitation ? "Create account" : "Set password and sign in"}
      busy={busy}
      onSubmit={submit}
      onCorrect={(field) => setErrors({ ...errors, [field]: undefined })}
    >
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
      {isInvitation ? <OwnNameField error={errors.name} /> : null}
      <Field
        label={isInvitation ? "Password" : "New password"}
        hint={`${PASSWORD_MIN_LENGTH} characters or more.`}
        error={errors.password}
      >
        {(control) => (
          <PasswordInput
            {...control}
            className="h-9"
            name="password"
            autoComplete="new-password"
            autoFocus={!isInvitation}
          />
        )}
      </Field>
    </AccountForm>
  );
}
