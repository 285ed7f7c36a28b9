"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { apiFetch, type Inbox, inboxKeys, problemText } from "@/components/api";
import { checked, fieldText } from "@/components/api/fields";
import { behaviourOptions, behaviourWords } from "@/components/inboxes/words";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { updateInboxSchema } from "@/lib/inboxes/schemas";

type Change = { name?: string; behaviour?: string; secret?: string | null };

function useChange(id: string, saved: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (change: Change) => {
      const body = checked(updateInboxSchema, change);
      return apiFetch<Inbox>(`/api/v1/inboxes/${encodeURIComponent(id)}`, {
        method: "PATCH",
        body,
      });
    },
    onSuccess: (inbox) => {
      client.setQueryData(inboxKeys.detail(id), inbox);
      void client.invalidateQueries({ queryKey: inboxKeys.lists });
      toast.success(saved);
    },
  });
}

function NameField({ inbox }: { inbox: Inbox }) {
  const [name, setName] = useState(inbox.name);
  const change = useChange(inbox.id, "The name is saved.");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ name });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Field label="Name" error={fieldText(change.error, "name")}>
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                change.reset();
              }}
            />
            <Button type="submit" busy={change.isPending} disabled={name.trim() === inbox.name}>
              Save name
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}

function SecretField({ inbox }: { inbox: Inbox }) {
  const [secret, setSecret] = useState("");
  const change = useChange(inbox.id, "The secret is saved. It checks what arrives from now on.");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ secret }, { onSuccess: () => setSecret("") });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Field
        label="Secret"
        hint={
          inbox.hasSecret
            ? "A secret is stored and is never shown again. Enter another to replace it."
            : "Enter the webhook's secret to have arriving signatures checked."
        }
        error={fieldText(change.error, "secret")}
      >
        {(control) => (
          <span className="flex flex-wrap gap-2">
            <Input
              {...control}
              type="password"
              autoComplete="off"
              className="min-w-40 flex-1"
              value={secret}
              placeholder={inbox.hasSecret ? "••••••••" : undefined}
              onChange={(event) => {
                setSecret(event.target.value);
                change.reset();
              }}
            />
            <Button type="submit" busy={change.isPending} disabled={secret === ""}>
              Save secret
            </Button>
            {inbox.hasSecret ? (
              <Button
                variant="ghost"
                disabled={change.isPending}
                onClick={() => change.mutate({ secret: null })}
              >
                Remove secret
              </Button>
            ) : null}
          </span>
        )}
      </Field>
    </form>
  );
}

export function InboxSettings({ inbox }: { inbox: Inbox }) {
  const change = useChange(inbox.id, "It answers that way from now on.");
  return (
    <div className="grid gap-4 rounded-md border bg-surface p-3 lg:grid-cols-3">
      <Field
        label="Behaviour"
        hint={behaviourWords(inbox.behaviour).help}
        error={change.error ? problemText(change.error) : null}
      >
        {(control) => (
          <Select
            {...control}
            value={change.isPending ? change.variables?.behaviour : inbox.behaviour}
            disabled={change.isPending}
            onValueChange={(behaviour) => change.mutate({ behaviour })}
            options={behaviourOptions}
          />
        )}
      </Field>
      <NameField key={inbox.name} inbox={inbox} />
      <SecretField inbox={inbox} />
    </div>
  );
}
