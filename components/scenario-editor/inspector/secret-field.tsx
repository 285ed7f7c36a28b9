"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/label";
import type { FieldProps } from "./field-props";
import { SecretInput } from "./secret-input";

/** A secret both signature schemes can use: `whsec_` and 24 random bytes in base64. */
function generateSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

export function SecretField({ path, hint, value, onChange, errors }: FieldProps) {
  /** Shown once: it can't be read again after the inspector closes. */
  const [generated, setGenerated] = useState<string | null>(null);
  const generate = () => {
    const secret = generateSecret();
    setGenerated(secret);
    onChange(secret);
  };
  const change = (next: unknown) => {
    setGenerated(null);
    onChange(next === "" ? undefined : next);
  };
  return (
    <Field label={hint.label} hint={hint.help} error={errors.get(path)}>
      {(control) => (
        <>
          <SecretInput
            {...control}
            key={generated}
            data-path={path}
            name="secret"
            value={value}
            placeholder="None: requests are not signed"
            onChange={change}
            onRemove={() => change(undefined)}
          >
            <Button size="sm" onClick={generate} title="Generate a secret">
              <KeyRound aria-hidden />
              Generate
            </Button>
          </SecretInput>
          {generated ? (
            <div className="rounded-md border bg-surface-2 p-2">
              <p className="text-xs">Copy it for the receiver now; it is shown only this once.</p>
              <div className="flex items-center gap-1">
                <code className="min-w-0 flex-1 break-all font-mono text-xs">{generated}</code>
                <CopyButton value={generated} label="Copy the secret" />
              </div>
            </div>
          ) : null}
        </>
      )}
    </Field>
  );
}
