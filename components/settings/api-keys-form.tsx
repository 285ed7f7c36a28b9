"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { apiFetch, apiKeyKeys, type NewApiKey, problemText } from "@/components/api";
import { checked, fieldErrors } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import {
  type ExpiryChoice,
  expiresAtOf,
  expiryChoices,
  expiryLabels,
} from "@/components/settings/api-keys-expiry";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { createApiKeySchema } from "@/lib/auth/api-keys/schemas";
import { type Scope, scopes, scopeTexts } from "@/lib/auth/permissions";

const DEFAULT_SCOPES: readonly Scope[] = ["read"];

function ScopeChoice({
  chosen,
  error,
  onChange,
}: {
  chosen: readonly Scope[];
  error: string | null;
  onChange: (scopes: Scope[]) => void;
}) {
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="font-medium text-sm">What it may do</legend>
      <div className="mt-1 flex flex-col gap-2">
        {scopes.map((scope) => (
          <div key={scope} className="flex items-start gap-2">
            <Checkbox
              id={`${id}-${scope}`}
              className="relative mt-0.5 after:absolute after:-inset-2"
              aria-describedby={`${id}-${scope}-text`}
              checked={chosen.includes(scope)}
              onCheckedChange={(on) =>
                onChange(
                  scopes.filter((each) => (each === scope ? on === true : chosen.includes(each))),
                )
              }
            />
            <div className="min-w-0 text-sm">
              <label htmlFor={`${id}-${scope}`} className="font-mono text-xs">
                {scope}
              </label>
              <p id={`${id}-${scope}-text`} className="text-muted text-xs">
                {scopeTexts[scope]}
              </p>
            </div>
          </div>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="mt-1 text-danger text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

/** Makes a new API key: what it is for, what it may do, and until when. */
export function NewKeyForm({ onCreated }: { onCreated: (key: NewApiKey) => void }) {
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState(DEFAULT_SCOPES);
  const [choice, setChoice] = useState<ExpiryChoice>("never");
  const [date, setDate] = useState("");
  const client = useQueryClient();
  const create = useAction({
    mutationFn: async () => {
      const expiresAt = expiresAtOf(choice, date, Date.now());
      const body = checked(createApiKeySchema, { name, scopes: chosen, expiresAt });
      return apiFetch<NewApiKey>("/api/v1/api-keys", { method: "POST", body });
    },
    onSuccess: (key) => {
      setName("");
      setChosen(DEFAULT_SCOPES);
      setChoice("never");
      setDate("");
      onCreated(key);
      void client.invalidateQueries({ queryKey: apiKeyKeys.all });
    },
  });
  const faults = fieldErrors(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create.run();
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="New API key"
      className="flex flex-col gap-4 rounded-md border bg-surface p-3"
    >
      <Field
        label="Name of a new key"
        hint="Say what it is for, so that it can be revoked without guessing."
        error={faults?.name}
      >
        {(control) => (
          <Input
            {...control}
            placeholder="Portal, production"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              create.reset();
            }}
          />
        )}
      </Field>
      <ScopeChoice
        chosen={chosen}
        error={faults?.scopes ?? null}
        onChange={(next) => {
          setChosen(next);
          create.reset();
        }}
      />
      <div className="flex flex-wrap gap-4">
        <Field label="Expires" className="w-44">
          {(control) => (
            <Select
              {...control}
              value={choice}
              onValueChange={(value) => {
                setChoice(expiryChoices.find((each) => each === value) ?? "never");
                create.reset();
              }}
              options={expiryChoices.map((value) => ({ value, label: expiryLabels[value] }))}
            />
          )}
        </Field>
        {choice === "date" ? (
          <Field
            label="Last day"
            className="w-44"
            error={faults?.expiresAt ? (date ? faults.expiresAt : "Choose a day.") : null}
          >
            {(control) => (
              <Input
                {...control}
                type="date"
                value={date}
                onChange={(event) => {
                  setDate(event.target.value);
                  create.reset();
                }}
              />
            )}
          </Field>
        ) : null}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={create.isBusy}>
          <Plus aria-hidden />
          Create API key
        </Button>
        {create.error && !faults ? (
          <p role="alert" className="text-danger text-sm">
            {problemText(create.error)}
          </p>
        ) : null}
      </div>
    </form>
  );
}
