"use client";

import { Mail } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { NotificationSettings } from "@/components/api";
import { fieldErrors } from "@/components/api/fields";
import { LastSends } from "@/components/settings/last-sends";
import { SaveRow } from "@/components/settings/save-row";
import {
  useSaveNotificationSettings,
  useTestChannel,
} from "@/components/settings/use-notification-settings";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/label";
import { Mono } from "@/components/ui/mono";
import { Textarea } from "@/components/ui/textarea";

/** Addresses, one a line; commas and blanks will do as well. */
const addressesIn = (text: string) => text.split(/[\s,;]+/).filter((address) => address !== "");

/** The people who get notifications by email. */
export function NotificationsEmail({ stored }: { stored: NotificationSettings }) {
  const { recipients, isConfigured, from } = stored.email;
  const [edited, setEdited] = useState<string | null>(null);
  const save = useSaveNotificationSettings(() => setEdited(null));
  const test = useTestChannel("email");
  const text = edited ?? recipients.join("\n");
  const isEdited = edited !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run({ email: { recipients: addressesIn(text) } });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Notifications by email"
      className="flex flex-col gap-4 rounded-md border bg-surface p-3"
    >
      <h3 className="font-medium">Email</h3>
      {isConfigured ? (
        <p className="text-muted">
          Sent from <Mono value={from ?? ""} max={48} />.
        </p>
      ) : (
        <p className="text-muted">
          This instance sends no email yet: the operator sets{" "}
          <code className="font-mono text-xs">SMTP_URL</code> and{" "}
          <code className="font-mono text-xs">MAIL_FROM</code>.
        </p>
      )}
      <Field
        label="Recipients"
        hint="One address a line, 20 at most."
        error={faultWords(fieldErrors(save.error), addressesIn(text))}
      >
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            autoComplete="off"
            placeholder="ops@example.com"
            value={text}
            onChange={({ target: { value } }) => {
              save.reset();
              setEdited(value === recipients.join("\n") ? null : value);
            }}
          />
        )}
      </Field>
      <SaveRow isEdited={isEdited} save={save} onDiscard={() => setEdited(null)}>
        <Button
          className="ml-auto"
          busy={test.isBusy}
          disabled={!isConfigured || recipients.length === 0 || isEdited}
          title={isEdited ? "Save first: what is saved is tested" : undefined}
          onClick={() => void test.run()}
        >
          <Mail aria-hidden />
          Send a test email
        </Button>
      </SaveRow>
      <LastSends label="Last emails" sends={stored.lastSends.email} />
    </form>
  );
}

/** Which address is none, or what else is wrong with them. */
function faultWords(
  errors: ReturnType<typeof fieldErrors>,
  addresses: readonly string[],
): string | null {
  const [path, message] = Object.entries(errors ?? {})[0] ?? [];
  if (path === undefined || message === undefined) return null;
  const index = /^email\.recipients\.(\d+)$/.exec(path)?.[1];
  const address = index === undefined ? undefined : addresses[Number(index)];
  return address === undefined ? message : `“${address}” ${message}`;
}
