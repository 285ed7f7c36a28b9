"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Allowed } from "@/components/access";
import { apiFetch } from "@/components/api";
import { fieldText } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { Mono } from "@/components/ui/mono";
import type { AddressCheck } from "@/lib/outgoing/schemas";

const BY_WHOM = { public: "public", operator: "allowed by the operator", owner: "allowed here" };

/** Asks whether an address would be sent to, and why. Nothing is sent. */
export function OutgoingCheck() {
  return (
    <Allowed to="scenarios:write">
      <CheckForm />
    </Allowed>
  );
}

function CheckForm() {
  const [address, setAddress] = useState("");
  const [answer, setAnswer] = useState<AddressCheck | null>(null);
  const check = useAction({
    mutationFn: (body: { address: string }) =>
      apiFetch<AddressCheck>("/api/v1/settings/check-address", { method: "POST", body }),
    onSuccess: setAnswer,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAnswer(null);
    void check.run({ address });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Check an address"
      className="flex flex-col gap-3 rounded-md border bg-surface p-3"
    >
      <Field
        label="Check an address"
        hint="Tells whether a webhook would be sent there as things are saved now. Nothing is sent."
        error={fieldText(check.error, "address")}
      >
        {(control) => (
          <span className="flex flex-wrap gap-2">
            <Input
              {...control}
              type="text"
              inputMode="url"
              spellCheck={false}
              autoComplete="off"
              className="min-w-40 flex-1 font-mono text-xs"
              placeholder="https://erp.internal/hook"
              value={address}
              onChange={({ target: { value } }) => {
                check.reset();
                setAnswer(null);
                setAddress(value);
              }}
            />
            <Button type="submit" busy={check.isBusy}>
              Check
            </Button>
          </span>
        )}
      </Field>
      <div role="status">{answer ? <Answer answer={answer} /> : null}</div>
    </form>
  );
}

function Answer({ answer: { url, allowed, reason, addresses } }: { answer: AddressCheck }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={allowed ? "success" : "danger"}>
          {allowed ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
          {allowed ? "Allowed" : "Refused"}
        </Badge>
        {url ? <Mono value={url} max={60} /> : null}
      </p>
      <p>{reason}</p>
      {addresses.length > 0 ? (
        <ul className="flex flex-col gap-1 text-muted text-sm">
          {addresses.map(({ address, meaning, allowedBy }) => (
            <li key={address} className="break-words">
              <Mono value={address} max={48} /> is {meaning}
              {allowedBy === "public" ? "" : `: ${allowedBy ? BY_WHOM[allowedBy] : "refused"}`}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
