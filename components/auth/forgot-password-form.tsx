"use client";

import { type FormEvent, useEffect, useRef, useState } from "react";
import { apiFetch, problemText } from "@/components/api";
import { checked, fieldErrors } from "@/components/api/fields";
import { FormError } from "@/components/auth/form-error";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { forgotPasswordSchema } from "@/lib/people/schemas";

type Answer = { email: string; mailed: boolean };

/** Asks for a link to set a new password, or says whom to ask where no mail is sent. */
export function ForgotPasswordForm() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email")).trim();
    setBusy(true);
    setError(null);
    try {
      const body = checked(forgotPasswordSchema, { email });
      const { mailed } = await apiFetch<{ mailed: boolean }>("/api/access/forgot-password", {
        method: "POST",
        body,
      });
      setAnswer({ email, mailed });
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
  };

  if (answer) return <WhatNow {...answer} />;
  const faults = fieldErrors(error);
  return (
    <form onSubmit={submit} method="post" noValidate className="flex flex-col gap-4">
      <FormError text={error && !faults ? problemText(error) : null} />
      <Field label="Email" error={faults?.email}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoFocus
            className="h-9"
            onChange={() => setError(null)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Ask for a link
      </Button>
    </form>
  );
}

function WhatNow({ email, mailed }: Answer) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <div
      ref={ref}
      tabIndex={-1}
      role="status"
      className="rounded-md border bg-surface p-3 outline-none"
    >
      {mailed ? (
        <>
          <p className="font-medium">Look into your mailbox</p>
          <p className="mt-1 break-words text-muted">
            If {email} signs in with a password here, a link to set a new one is on its way. It is
            good for a day.
          </p>
        </>
      ) : (
        <>
          <p className="font-medium">Ask an owner for a link</p>
          <p className="mt-1 text-muted">
            This installation sends no mail. An owner makes a link for you in Settings, under
            People, and gives it to you. If you are the only owner, whoever runs the server can make
            one.
          </p>
        </>
      )}
    </div>
  );
}
