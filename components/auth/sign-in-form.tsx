"use client";

import { type FormEvent, useState } from "react";
import { ApiProblem, apiFetch, problemText } from "@/components/api";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput } from "@/components/auth/password-input";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";

function words(error: unknown): string {
  if (error instanceof ApiProblem) {
    if (error.status === 429) return "Too many tries. Wait a minute, then try again.";
    if (error.status === 401) return "The email address or the password is not right.";
    if (error.code === "INVALID_EMAIL") return "Enter a complete email address.";
  }
  return problemText(error);
}

export function SignInForm({ next }: { next: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await apiFetch("/api/auth/sign-in/email", {
        method: "POST",
        body: { email: String(data.get("email")).trim(), password: String(data.get("password")) },
      });
      window.location.assign(next);
    } catch (error) {
      setProblem(words(error));
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} method="post" className="flex flex-col gap-4">
      <FormError text={problem} />
      <Field label="Email">
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            required
            autoFocus
            className="h-9"
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <PasswordInput {...control} name="password" autoComplete="current-password" required />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}
