"use client";

import { type FormEvent, useState } from "react";
import type { NotificationSettings } from "@/components/api";
import { fieldErrors } from "@/components/api/fields";
import { kindLooks } from "@/components/notifications/looks";
import { SaveRow } from "@/components/settings/save-row";
import { useSaveNotificationSettings } from "@/components/settings/use-notification-settings";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";
import {
  NOTIFICATION_KINDS,
  type NotificationKind,
  PLACES,
  type Place,
} from "@/lib/notifications/kinds";

const placeWords: Record<Place, string> = { bell: "Bell", webhook: "Webhook", email: "Email" };

type Kinds = NotificationSettings["kinds"];

/** Which kinds are told where, and how often. */
export function NotificationsKinds({ stored }: { stored: NotificationSettings }) {
  const [kinds, setKinds] = useState<Kinds | null>(null);
  const [minutes, setMinutes] = useState<string | null>(null);
  const discard = () => {
    setKinds(null);
    setMinutes(null);
  };
  const save = useSaveNotificationSettings(discard);
  const shown = kinds ?? stored.kinds;
  const isEdited = kinds !== null || minutes !== null;
  const choose = (kind: NotificationKind, place: Place, on: boolean) => {
    const next = { ...shown, [kind]: { ...shown[kind], [place]: on } };
    setKinds(JSON.stringify(next) === JSON.stringify(stored.kinds) ? null : next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run({
      ...(kinds ? { kinds } : {}),
      ...(minutes === null ? {} : { digestMinutes: Number(minutes || Number.NaN) }),
    });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="What is told where"
      className="flex flex-col gap-4 rounded-md border bg-surface p-3"
    >
      <table className="w-full text-left text-sm">
        <thead className="text-muted text-xs">
          <tr>
            <th scope="col" className="pb-1 font-medium">
              What is told
            </th>
            {PLACES.map((place) => (
              <th key={place} scope="col" className="w-14 pb-1 text-center font-medium sm:w-16">
                {placeWords[place]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {NOTIFICATION_KINDS.map((kind) => {
            const { title, hint, icon: Icon, color } = kindLooks[kind];
            return (
              <tr key={kind}>
                <th scope="row" className="py-1.5 pr-2 font-normal">
                  <span className="flex items-start gap-2">
                    <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 max-sm:hidden ${color}`} />
                    <span>
                      {title}
                      <span className="block text-muted text-xs">{hint}</span>
                    </span>
                  </span>
                </th>
                {PLACES.map((place) => (
                  <td key={place} className="text-center align-middle">
                    <Checkbox
                      className="mx-auto after:-inset-2"
                      aria-label={`${title}: ${placeWords[place]}`}
                      checked={shown[kind][place]}
                      onCheckedChange={(on) => choose(kind, place, on === true)}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      <Field
        label="Minutes between two messages about what goes on"
        hint="Over webhook and email, news is told at once, within a minute of other news; what was told already and goes on, this often. 1 to 1,440."
        error={fieldErrors(save.error)?.digestMinutes}
      >
        {(control) => (
          <Input
            {...control}
            type="number"
            inputMode="numeric"
            className="w-28"
            value={minutes ?? String(stored.digestMinutes)}
            onChange={({ target: { value } }) => {
              save.reset();
              setMinutes(value === String(stored.digestMinutes) ? null : value);
            }}
          />
        )}
      </Field>
      <SaveRow isEdited={isEdited} save={save} onDiscard={discard} />
    </form>
  );
}
