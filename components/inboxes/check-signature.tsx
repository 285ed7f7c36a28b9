"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { apiFetch, type InboxMessage } from "@/components/api";
import { checked, fieldText } from "@/components/api/fields";
import { SignatureBadge } from "@/components/inboxes/signature-badge";
import { checkWords } from "@/components/inboxes/words";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { type CheckedMessage, checkMessageSchema } from "@/lib/inboxes/schemas";

const CHECKED_WITH = {
  inbox: "Checked on arrival with the secret of this test inbox:",
  sender: "Checked on arrival with the secret of the webhook that sent it:",
} as const;

function Findings({ checks }: { checks: CheckedMessage["checks"] }) {
  return (
    <ul className="list-disc pl-5">
      {checks.map((check) => (
        <li key={check.header}>{checkWords(check)}</li>
      ))}
    </ul>
  );
}

/** What the check on arrival found, and a check under a secret given by hand, which is not kept. */
export function CheckSignature({ path, message }: { path: string; message: InboxMessage }) {
  const [secret, setSecret] = useState("");
  const check = useMutation({
    mutationFn: async () => {
      const body = checked(checkMessageSchema, { secret });
      return apiFetch<CheckedMessage>(`${path}/check`, { method: "POST", body });
    },
    // The secret of a check is not kept among the mutations either.
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate();
  };
  return (
    <div className="flex flex-col gap-2">
      {message.checkedWith ? (
        <div>
          <p>{CHECKED_WITH[message.checkedWith]}</p>
          <Findings checks={message.checks} />
        </div>
      ) : null}
      <form onSubmit={submit} noValidate className="max-w-xl">
        <Field
          label="Check with another secret"
          hint="Used for this check only, and not kept."
          error={fieldText(check.error, "secret")}
        >
          {(control) => (
            <span className="flex gap-2">
              <Input
                {...control}
                type="password"
                autoComplete="off"
                value={secret}
                onChange={(event) => {
                  setSecret(event.target.value);
                  check.reset();
                }}
              />
              <Button type="submit" busy={check.isPending} disabled={secret === ""}>
                Check
              </Button>
            </span>
          )}
        </Field>
      </form>
      <div role="status">
        {check.data ? (
          <>
            <SignatureBadge signature={check.data.signature} />
            <Findings checks={check.data.checks} />
          </>
        ) : null}
      </div>
    </div>
  );
}
