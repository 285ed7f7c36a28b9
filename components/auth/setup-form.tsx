"use client";

import { type FormEvent, useState } from "react";
import { ApiProblem, apiFetch, problemText } from "@/components/api";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput } from "@/components/auth/password-input";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { ownerSchema, PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/auth/schemas";

type Errors = Partial<Record<string, string>>;

export function SetupForm() {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [errors, setErrors] = useState<Errors>({});

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const parsed = ownerSchema.safeParse({
      name: String(data.get("name")).trim(),
      email: String(data.get("email")).trim(),
      password: String(data.get("password")),
    });
    setProblem(null);
    if (!parsed.success) {
      setErrors(
        Object.fromEntries(
          parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]),
        ),
      );
      return;
    }
    setErrors({});
    setBusy(true);
    try {
      await apiFetch("/api/setup", { method: "POST", body: parsed.data });
      window.location.assign("/");
    } catch (error) {
      if (error instanceof ApiProblem && error.errors) {
        setErrors(Object.fromEntries(error.errors.map(({ path, message }) => [path, message])));
      } else {
        setProblem(problemText(error));
      }
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} method="post" noValidate className="flex flex-col gap-4">
      <FormError text={problem} />
      <Field label="Name" error={errors.name}>
        {(control) => (
          <Input {...control} name="name" autoComplete="name" autoFocus className="h-9" />
        )}
      </Field>
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
          <PasswordInput
            {...control}
            name="password"
            autoComplete="new-password"
            maxLength={PASSWORD_MAX_LENGTH}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Create account
      </Button>
    </form>
  );
}
