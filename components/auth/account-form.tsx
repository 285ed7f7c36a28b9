"use client";

import type { FormEvent, ReactNode } from "react";
import { FormError } from "@/components/auth/form-error";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";

/** A form that chooses a password: of the first owner, of an invitation, or in place of a forgotten one. */
export function AccountForm({
  problem,
  submitLabel,
  busy,
  onSubmit,
  onCorrect,
  children,
}: {
  /** What is wrong, and of no field. */
  problem: ReactNode;
  submitLabel: string;
  busy: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  /** A field that is being corrected is no longer called wrong. */
  onCorrect: (field: string) => void;
  children: ReactNode;
}) {
  const correct = ({ target }: FormEvent<HTMLFormElement>) => {
    if (target instanceof HTMLInputElement) onCorrect(target.name);
  };
  return (
    <form
      onSubmit={onSubmit}
      onChange={correct}
      method="post"
      noValidate
      className="flex flex-col gap-4"
    >
      <FormError text={problem} />
      {children}
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        {submitLabel}
      </Button>
    </form>
  );
}

/** Who somebody will be called; the first field of a new account. */
export function OwnNameField({ error }: { error: string | undefined }) {
  return (
    <Field label="Name (optional)" error={error}>
      {(control) => (
        <Input {...control} name="name" autoComplete="name" autoFocus className="h-9" />
      )}
    </Field>
  );
}
