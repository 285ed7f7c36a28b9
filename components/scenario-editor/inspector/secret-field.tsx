"use client";

import { KeyRound } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/label";
import { Skeleton } from "@/components/ui/skeleton";
import { isSecretRef } from "@/lib/apps/secrets";
import type { FieldProps } from "./field-props";
import { generateSecret } from "./generate-secret";
import { SecretInput } from "./secret-input";
import { SecretRotation } from "./secret-rotation";

const Verification = dynamic(() => import("./verification"), {
  ssr: false,
  loading: () => <Skeleton className="h-32 w-full" />,
});

interface Generated {
  secret: string;
  /** What was there before, and what autosave made of the new one: ids of stored secrets. */
  previousId: string | null;
  id: string | null;
}

const idOf = (value: unknown) => (isSecretRef(value) ? value.$secret : null);

/** Whether the secret that was generated here is the one in force: an undo takes it back. */
const isInForce = ({ secret, id }: Generated, value: unknown) =>
  value === secret || (id !== null && idOf(value) === id);

/** A secret that is written and not read: one that signs can also be made here. */
export function SecretField(props: FieldProps) {
  const { operation, path, hint, value, onChange, errors, check } = props;
  if (operation.abilities?.signingSecret === path) return <SigningSecretField {...props} />;
  return (
    <Field label={hint.label} hint={hint.help} error={errors.get(path)}>
      {(control) => (
        <SecretInput
          {...control}
          data-path={path}
          name={hint.label.toLowerCase()}
          check={check}
          value={value}
          placeholder={hint.placeholder}
          onChange={(text) => onChange(text === "" ? undefined : text)}
          onRemove={() => onChange(undefined)}
        />
      )}
    </Field>
  );
}

function SigningSecretField({ path, hint, node, value, onChange, errors, check }: FieldProps) {
  /** Shown once: it can't be read again after the inspector closes. */
  const [generated, setGenerated] = useState<Generated | null>(null);
  const [before, setBefore] = useState(value);
  if (generated && before !== value) {
    setBefore(value);
    const id = idOf(value);
    // Its text has become a reference, and not by an undo, which would bring the former one back.
    if (before === generated.secret && id !== null && id !== generated.previousId) {
      setGenerated({ ...generated, id });
    }
  }
  const generate = () => {
    const secret = generateSecret();
    setGenerated({ secret, previousId: idOf(value), id: null });
    setBefore(secret);
    onChange(secret);
  };
  const change = (next: unknown) => {
    setGenerated(null);
    onChange(next === "" ? undefined : next);
  };
  const isShown = generated !== null && isInForce(generated, value);
  const hasSecret = isSecretRef(value) || (typeof value === "string" && value !== "");
  const button = (onClick?: () => void) => (
    <Button size="sm" onClick={onClick} title="Generate a secret">
      <KeyRound aria-hidden />
      Generate
    </Button>
  );
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <Field label={hint.label} hint={hint.help} error={errors.get(path)}>
        {(control) => (
          <>
            <SecretInput
              {...control}
              key={generated?.secret}
              data-path={path}
              name="secret"
              check={check}
              value={value}
              placeholder={isSecretRef(value) ? "The new secret" : "None: not signed"}
              onChange={change}
              onRemove={() => change(undefined)}
            >
              {value !== undefined && value !== "" && !isShown ? (
                <ConfirmDialog
                  trigger={button()}
                  title="Replace the stored secret?"
                  description="Once it is published, requests are signed with the new secret alone. To let both count for some days, rotate it instead."
                  confirmLabel="Generate"
                  cancelLabel="Keep the secret"
                  onConfirm={generate}
                />
              ) : (
                button(generate)
              )}
            </SecretInput>
            {isShown && generated ? (
              <div className="rounded-md border bg-surface-2 p-2">
                <p className="text-xs">Copy it for the receiver now; it is shown only this once.</p>
                <div className="flex items-center gap-1">
                  <code className="min-w-0 flex-1 break-all font-mono text-xs">
                    {generated.secret}
                  </code>
                  <CopyButton value={generated.secret} label="Copy the secret" />
                </div>
              </div>
            ) : null}
          </>
        )}
      </Field>
      {isSecretRef(value) && !errors.has(path) ? (
        <SecretRotation node={node} secretId={value.$secret} field={path} />
      ) : null}
      {hasSecret ? <HowToVerify /> : null}
    </div>
  );
}

/** Its code is fetched when it is opened for the first time. */
function HowToVerify() {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details onToggle={() => setWasOpened(true)}>
      <summary className="cursor-pointer rounded-sm py-1 text-muted text-xs">
        How the receiver verifies it
      </summary>
      <div className="mt-2">{wasOpened ? <Verification /> : null}</div>
    </details>
  );
}
