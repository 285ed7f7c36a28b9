"use client";

import Link from "next/link";
import { type FormEvent, type ReactNode, useState } from "react";
import { ApiProblem, apiFetch, problemText } from "@/components/api";
import { type FieldErrors, fieldErrors } from "@/components/api/fields";
import { AccountForm, OwnNameField } from "@/components/auth/account-form";
import { PasswordInput } from "@/components/auth/password-input";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { ownerSchema, PASSWORD_MIN_LENGTH } from "@/lib/auth/schemas";

export function SetupForm() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReactNode>(null);
  const [errors, setErrors] = useState<FieldErrors>({});

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const parsed = ownerSchema.safeParse({
      name: String(data.get("name")).trim(),
      email: String(data.get("email")).trim(),
      password: String(data.get("password")),
    });
    setProblem(null);
    setErrors(fieldErrors(parsed.error) ?? {});
    if (!parsed.success) return;
    setBusy(true);
    try {
      await apiFetch("/api/setup", { method: "POST", body: parsed.data });
      window.location.assign("/");
    } catch (error) {
      const faults = fieldErrors(error);
      if (faults) setErrors(faults);
      else if (error instanceof ApiProblem && error.code === "conflict")
        setProblem(<OwnerExists />);
      else setProblem(problemText(error));
      setBusy(false);
    }
  };

  return (
    <AccountForm
      problem={problem}
      submitLabel="Create account"
      busy={busy}
      onSubmit={submit}
      onCorrect={(field) => setErrors({ ...errors, [field]: undefined })}
    >
      <OwnNameField error={errors.name} />
      <Field label="Email" error={errors.email}>
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" className="h-9" />
        )}
      </Field>
      <Field
        label="Password"
        hint={`${PASSWORD_MIN_LENGTH} characters or more.`}
        error={errors.password}
      >
        {(control) => (
          <PasswordInput {...control} name="password" autoComplete="new-password" className="h-9" />
        )}
      </Field>
    </AccountForm>
  );
}

/** Somebody else was first, or the page was open in two tabs. */
function OwnerExists() {
  return (
    <>
      This installation already has an owner.{" "}
      <Link href="/sign-in" className="font-medium underline">
        Sign in instead
      </Link>
      .
    </>
  );
}
