"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { ReadOnlyNote, usePermission } from "@/components/access";
import { apiFetch, problemText, type Settings, settingsKeys } from "@/components/api";
import { checked, fieldErrors } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import {
  entriesIn,
  listFaults,
  newlyOpened,
  refusedWithin,
} from "@/components/settings/outgoing-lists";
import { SaveRow } from "@/components/settings/save-row";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
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
    hint: "One a line. Those of private networks, of this machine and of carriers can be allowed; link-local and cloud metadata addresses stay refused, as does what no receiver has: only the operator can allow them.",
    placeholder: "10.1.2.0/24",
  },
  {
    name: "allowedPorts",
    label: "Ports",
    hint: "One port or range a line. Empty: all but those of other kinds of services, such as mail and databases.",
    placeholder: "443\n8000-8099",
  },
];

const list = new Intl.ListFormat("en");

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
    onSuccess: (settings, { allowedCidrs }) => {
      client.setQueryData(settingsKeys.lists, settings);
      setEdited({});
      const refused = refusedWithin((allowedCidrs ?? []).join("\n"));
      toast.success("Saved. It holds from now on, for what waits to be sent as well.", {
        description: refused ?? undefined,
      });
    },
    onError: (error) => {
      if (!fieldErrors(error)) toast.error(`Not saved: ${problemText(error)}`);
    },
  });
  /** The private networks that are opened whole, which is asked about first. */
  const [opening, setOpening] = useState<readonly string[] | null>(null);
  const errors = fieldErrors(save.error);
  const isEdited = Object.keys(edited).length > 0;
  const set = (change: Edited) => {
    save.reset();
    setEdited((before) => ({ ...before, ...change }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isEdited) return;
    const opens = newlyOpened(edited.allowedCidrs ?? "", stored.allowedCidrs);
    // What can't be saved as it is is named first.
    const isSound = updatePreferencesSchema.safeParse({ outgoing: changed() }).success;
    if (isSound && opens.length > 0) setOpening(opens);
    else send();
  };
  const changed = (): Partial<Outgoing> => {
    const { httpsOnly, ...lists } = edited;
    return {
      ...(httpsOnly === undefined ? {} : { httpsOnly }),
      ...Object.fromEntries(Object.entries(lists).map(([name, text]) => [name, entriesIn(text)])),
    };
  };
  const send = () => void save.run(changed());
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
      {LISTS.map(({ name, label, hint, placeholder }) => {
        const text = edited[name] ?? stored[name].join("\n");
        const refused = name === "allowedCidrs" ? refusedWithin(text) : null;
        return (
          <Field
            key={name}
            label={label}
            hint={refused === null ? hint : `${hint}\n${refused}`}
            error={listFaults(errors, `outgoing.${name}`, text)}
          >
            {(control) => (
              <Textarea
                {...control}
                readOnly={!mayEdit}
                spellCheck={false}
                autoComplete="off"
                className="font-mono text-xs"
                placeholder={mayEdit ? placeholder : "None"}
                value={text}
                onChange={({ target: { value } }) => set({ [name]: value })}
              />
            )}
          </Field>
        );
      })}
      {mayEdit ? <SaveRow isEdited={isEdited} save={save} onDiscard={() => setEdited({})} /> : null}
      <ConfirmDialog
        open={opening !== null}
        onOpenChange={(open) => (open ? undefined : setOpening(null))}
        title={
          opening?.length === 1 ? "Open a whole private network?" : "Open whole private networks?"
        }
        description={`Webhooks may then go to every address in ${list.format(opening ?? [])}: whoever edits a scenario reaches every device there that listens. A block for the receiver alone, such as 10.1.2.3, is enough to send to it.`}
        confirmLabel="Open and save"
        cancelLabel="Back"
        onConfirm={send}
      />
    </form>
  );
}
