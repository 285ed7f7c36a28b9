"use client";

import { type FormEvent, useId, useState } from "react";
import { type Account, apiFetch, problemText } from "@/components/api";
import { CodeInput, codeIn } from "@/components/auth/code-input";
import { FormError } from "@/components/auth/form-error";
import { mustStartAgain, recoveryCodesWords } from "@/components/auth/words";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";

/**
 * The second step at sign-in: the code of an app, or one of the recovery codes.
 * @param onStartAgain back to the password, with the reason when it was not chosen
 */
export function SecondStep({
  onDone,
  onStartAgain,
}: {
  onDone: () => void;
  onStartAgain: (why: string | null) => void;
}) {
  const [kind, setKind] = useState<"app" | "recovery">("app");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [codesLeft, setCodesLeft] = useState<number | null>(null);
  const byApp = kind === "app";

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get("code"));
    setBusy(true);
    setProblem(null);
    try {
      await apiFetch(`/api/auth/two-factor/${byApp ? "verify-totp" : "verify-backup-code"}`, {
        method: "POST",
        body: { code: byApp ? codeIn(text) : text.trim() },
      });
      const left = byApp ? null : await recoveryCodesLeft();
      if (left === null) onDone();
      else setCodesLeft(left);
    } catch (error) {
      if (mustStartAgain(error)) onStartAgain(problemText(error));
      else setProblem(problemText(error));
      setBusy(false);
    }
  };

  if (codesLeft !== null) return <SignedIn codesLeft={codesLeft} onDone={onDone} />;
  return (
    <>
      <h1 className="font-semibold text-xl">Second step</h1>
      <p className="mt-1 mb-4 text-muted">
        {byApp
          ? "Enter the code that your authenticator app shows now."
          : "Enter one of the recovery codes that you kept. Each works once."}
      </p>
      <form onSubmit={submit} method="post" className="flex flex-col gap-4">
        <FormError text={problem} />
        {/* By their keys two fields: the one that comes gets the focus. */}
        {byApp ? (
          <Field key="app" label="Code">
            {(control) => <CodeInput {...control} name="code" autoFocus className="h-9" />}
          </Field>
        ) : (
          <Field key="recovery" label="Recovery code">
            {(control) => (
              <Input
                {...control}
                name="code"
                required
                autoFocus
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                className="h-9 font-mono"
              />
            )}
          </Field>
        )}
        <Button type="submit" variant="primary" size="lg" busy={busy}>
          Sign in
        </Button>
      </form>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          variant="ghost"
          onClick={() => {
            setKind(byApp ? "recovery" : "app");
            setProblem(null);
          }}
        >
          {byApp ? "Use a recovery code" : "Use the code of the app"}
        </Button>
        <Button variant="ghost" onClick={() => onStartAgain(null)}>
          Back to the password
        </Button>
      </div>
      {byApp ? null : (
        <p className="mt-4 text-muted">
          No recovery code either? Ask an owner to switch your second step off; the only owner asks
          whoever runs the server.
        </p>
      )}
    </>
  );
}

/** What is left after a recovery code let somebody in; null when that can't be asked, which stops nobody. */
async function recoveryCodesLeft(): Promise<number | null> {
  const account = await apiFetch<Account>("/api/v1/account").catch(() => null);
  return account?.recoveryCodesLeft ?? null;
}

function SignedIn({ codesLeft, onDone }: { codesLeft: number; onDone: () => void }) {
  const words = useId();
  return (
    <>
      <h1 className="font-semibold text-xl">You are signed in</h1>
      <p id={words} className="mt-1 mb-4">
        {recoveryCodesWords(codesLeft)}
      </p>
      <p className="mb-4 text-muted">New ones are made in Settings, under Your account.</p>
      <Button variant="primary" size="lg" autoFocus aria-describedby={words} onClick={onDone}>
        Continue
      </Button>
    </>
  );
}
