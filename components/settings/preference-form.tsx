"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import type { ZodType } from "zod";
import { apiFetch, problemText, type Settings, settingsKeys } from "@/components/api";
import { checked, fieldErrors } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import { preferenceTexts, type SimplePreference } from "@/components/settings/preference-texts";
import { SaveRow } from "@/components/settings/save-row";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import { Switch } from "@/components/ui/switch";
import { preferenceFields, updatePreferencesSchema } from "@/lib/instance/preferences-schema";

type Value = number | boolean;

interface Control {
  key: string;
  label: string;
  hint?: string;
  schema: ZodType;
}

/** The fields of a preference, in the order of its schema, with their words. */
function controlsOf(name: SimplePreference): Control[] {
  const texts: Record<string, { label: string; hint?: string }> = preferenceTexts[name].fields;
  return Object.entries<ZodType>(preferenceFields[name].shape).map(([key, schema]) => ({
    key,
    schema,
    label: key,
    ...texts[key],
  }));
}

/** "1 to 200". */
function rangeWords(schema: ZodType): string | null {
  const { minimum, maximum } = schema.toJSONSchema();
  return minimum === undefined || maximum === undefined
    ? null
    : `${minimum.toLocaleString("en-US")} to ${maximum.toLocaleString("en-US")}`;
}

function useSave(name: SimplePreference, onSaved: () => void) {
  const client = useQueryClient();
  return useAction({
    mutationFn: async (values: Record<string, Value>) => {
      const body = checked(updatePreferencesSchema, { [name]: values });
      return apiFetch<Settings>("/api/v1/settings", { method: "PATCH", body });
    },
    onSuccess: (settings) => {
      client.setQueryData(settingsKeys.lists, settings);
      onSaved();
      toast.success("Saved.");
    },
    onError: (error) => {
      if (!fieldErrors(error)) toast.error(`Not saved: ${problemText(error)}`);
    },
  });
}

/** The form of one preference, made of its schema. What was not edited follows what is stored. */
export function PreferenceForm({
  name,
  stored,
}: {
  name: SimplePreference;
  stored: Record<string, Value>;
}) {
  const [edited, setEdited] = useState<Record<string, string | boolean>>({});
  const save = useSave(name, () => setEdited({}));
  const isEdited = Object.keys(edited).length > 0;
  const errors = fieldErrors(save.error);
  const set = (key: string, value: string | boolean) => {
    save.reset();
    const { [key]: _, ...others } = edited;
    setEdited(String(stored[key]) === String(value) ? others : { ...others, [key]: value });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values = Object.entries(edited).map(([key, value]) => [
      key,
      typeof value === "string" ? Number(value || Number.NaN) : value,
    ]);
    if (isEdited) void save.run(Object.fromEntries(values));
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={preferenceTexts[name].title}
      className="flex flex-col gap-4 rounded-md border bg-surface p-3"
    >
      {controlsOf(name).map(({ key, label, hint, schema }) => {
        const value = edited[key] ?? stored[key];
        const error = errors?.[`${name}.${key}`];
        if (typeof value === "boolean") {
          return (
            <Field key={key} label={label} hint={hint} error={error}>
              {(control) => (
                <Switch
                  {...control}
                  checked={value}
                  onCheckedChange={(on) => set(key, on === true)}
                />
              )}
            </Field>
          );
        }
        const range = rangeWords(schema);
        return (
          <Field
            key={key}
            label={label}
            hint={[hint, range ? `${range}.` : null].filter(Boolean).join(" ")}
            error={error}
          >
            {(control) => (
              <Input
                {...control}
                type="number"
                inputMode="numeric"
                className="w-28"
                value={String(value ?? "")}
                onChange={(event) => set(key, event.target.value)}
              />
            )}
          </Field>
        );
      })}
      <SaveRow isEdited={isEdited} save={save} onDiscard={() => setEdited({})} />
    </form>
  );
}
