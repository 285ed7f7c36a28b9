"use client";

import Link from "next/link";
import { type FormEvent, type ReactNode, useState } from "react";
import { problemText } from "@/components/api";
import { FormError } from "@/components/auth/form-error";
import { PasswordInput } from "@/components/auth/password-input";
import { SecondStep } from "@/components/auth/second-step";
import { signInWith } from "@/components/auth/sign-in";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";

/**
 * Signs in with a password and, where it is on, a code.
 * @param problem why somebody is here again, to begin with
 * @param otherWays below the form, while the password is asked for
 */
export function SignInForm({
  next,
  problem: firstProblem,
  otherWays,
}: {
  next: string;
  problem: string | null;
  otherWays?: ReactNode;
}) {
  const [busy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  const [problem, setProblem] = useState(firstProblem);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      const email = String(data.get("email")).trim();
      if ((await signInWith(email, String(data.get("password")))) === "done") {
        window.location.assign(next);
        return;
      }
      setNeedsCode(true);
    } catch (error) {
      setProblem(problemText(error));
    }
    setBusy(false);
  };

  if (needsCode) {
    return (
      <SecondStep
        onDone={() => window.location.assign(next)}
        onStartAgain={(why) => {
          setProblem(why);
          setNeedsCode(false);
        }}
      />
    );
  }
  return (
    <>
      <h1 className="mb-4 font-semibold text-xl">Sign in</h1>
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
            <PasswordInput
              {...control}
              name="password"
              autoComplete="current-password"
              required
              className="h-9"
            />
          )}
        </Field>
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Sign in
        </Button>
      </form>
      {otherWays}
      <p className="mt-4">
        <Link href="/forgot-password" className="text-accent underline">
          Forgot your password?
        </Link>
      </p>
    </>
  );
}
