"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { ReadOnlyNote, usePermission } from "@/components/access";
import { apiFetch, problemText, type Settings, settingsKeys } from "@/components/api";
import { checked, type FieldErrors, fieldErrors } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { updatePreferencesSchema } from "@/lib/instance/preferences-schema";

type Outgoing = Settings["preferences"]["outgoing"];
type ListName = "allowedHosts" | "allowedCidrs" | "allowedPorts";

const LISTS: { name: ListName; label: string; hint: string; placeholder: string }[] = [
  {
    name: "allowedHosts",
    label: "Hosts that may be inside the network",
    hint: "One name a line; *.example.com stands for all names below it. Whoever runs their name server decides where they lead: name only those that are yours.",
    placeholder: "erp.internal",
  },
  {
    name: "allowedCidrs",
    label: "Address blocks inside the network",
    hint: "One a line. Link-local and cloud metadata addresses stay refused: only the operator can allow them.",
    placeholder: "10.1.2.0/24",
  },
  {
    name: "allowedPorts",
    label: "Ports",
    hint: "One port or range a line. Empty: all but those of other kinds of services, such as mail and databases.",
    placeholder: "443\n8000-8099",
  },
];

/** Entries, one a line; commas and blanks will do as well. */
const entriesIn = (text: string) => text.split(/[\s,;]+/).filter((entry) => entry !== "");

/** What is wrong with a list, naming the entry. */
function faultOf(errors: FieldErrors | null, name: ListName): string | null {
  const [, message] =
    Object.entries(errors ?? {}).find(([path]) => path.startsWith(`outgoing.${name}`)) ?? [];
  return message ?? null;
}

type Edited = Partial<Record<ListName, string>> & { httpsOnly?: boolean };

/** What an owner may choose. What was not edited follows what is stored; others only read it. */
export function OutgoingForm({ stored }: { stored: Outgoing }) {
  const client = useQueryClient();
  const mayEdit = usePermission("settings:write");
  const [edited, setEdited] = useState<Edited>({});
  const save = useAction({
    mutationFn: async (outgoing: Partial<Outgoing>) => {
      const body = checked(updatePreferencesSchema, { outgoing });
      return apiFetch<Settings>("/api/v1/settings", { method: "PATCH", body });
    },
    onSuccess: (settings) => {
      client.setQueryData(settingsKeys.lists, settings);
      setEdited({});
      toast.success("Saved. It holds from now on, for what waits to be sent as well.");
    },
    onError: (error) => {
      if (!fieldErrors(error)) toast.error(`Not saved: ${problemText(error)}`);
    },
  });
  const errors = fieldErrors(save.error);
  const isEdited = Object.keys(edited).length > 0;
  const set = (change: Edited) => {
    save.reset();
    setEdited((before) => ({ ...before, ...change }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEdited) return;
    const { httpsOnly, ...lists } = edited;
    const changed = Object.entries(lists).map(([name, text]) => [name, entriesIn(text)]);
    void save.run({
      ...(httpsOnly === undefined ? {} : { httpsOnly }),
      ...Object.fromEntries(changed),
    });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Where webhooks may go"
      className="flex flex-col gap-4 rounded-md border bg-surface p-3"
    >
      <ReadOnlyNote permission="settings:write" />
      <Field
        label="Only https:// addresses"
        hint="What is sent is then encrypted on its way, and the receiver’s certificate verified."
        error={errors?.["outgoing.httpsOnly"]}
      >
        {(control) => (
          <Switch
            {...control}
            disabled={!mayEdit}
            checked={edited.httpsOnly ?? stored.httpsOnly}
            onCheckedChange={(on) => set({ httpsOnly: on === true })}
          />
        )}
      </Field>
      {LISTS.map(({ name, label, hint, placeholder }) => (
        <Field key={name} label={label} hint={hint} error={faultOf(errors, name)}>
          {(control) => (
            <Textarea
              {...control}
              readOnly={!mayEdit}
              spellCheck={false}
              autoComplete="off"
              className="font-mono text-xs"
              placeholder={mayEdit ? placeholder : "None"}
              value={edited[name] ?? stored[name].join("\n")}
              onChange={({ target: { value } }) => set({ [name]: value })}
            />
          )}
        </Field>
      ))}
      {mayEdit ? (
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={save.isBusy} disabled={!isEdited}>
            Save
          </Button>
          {isEdited ? (
            <Button
              variant="ghost"
              onClick={() => {
                setEdited({});
                save.reset();
              }}
            >
              Discard
            </Button>
          ) : null}
        </div>
      ) : null}
    </form>
  );
}
