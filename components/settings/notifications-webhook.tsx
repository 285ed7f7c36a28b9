"use client";

import { KeyRound, Lock, Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { NotificationSettings } from "@/components/api";
import { fieldErrors } from "@/components/api/fields";
import { LastSends } from "@/components/settings/last-sends";
import { SaveRow } from "@/components/settings/save-row";
import {
  useSaveNotificationSettings,
  useTestChannel,
} from "@/components/settings/use-notification-settings";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Input } from "@/components/ui/input";
import { Field } from "@/components/ui/label";

/** A secret both signature schemes can use: `whsec_` and 24 random bytes in base64. */
function generateSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

/** The webhook that notifications are sent to. */
export function NotificationsWebhook({ stored }: { stored: NotificationSettings }) {
  const { url, hasSecret } = stored.webhook;
  const [editedUrl, setUrl] = useState<string | null>(null);
  /** What is typed or generated; null while the stored one counts. */
  const [secret, setSecret] = useState<string | null>(null);
  const [isGenerated, setIsGenerated] = useState(false);
  const discard = () => {
    setUrl(null);
    setSecret(null);
    setIsGenerated(false);
  };
  const save = useSaveNotificationSettings(discard);
  const test = useTestChannel("webhook");
  const errors = fieldErrors(save.error);
  const isEdited = editedUrl !== null || secret !== null;
  const change = (next: string | null, generated = false) => {
    save.reset();
    setSecret(next);
    setIsGenerated(generated);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save.run({
      webhook: {
        ...(editedUrl === null ? {} : { url: editedUrl === "" ? null : editedUrl }),
        ...(secret === null ? {} : { secret }),
      },
    });
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label="Webhook for notifications"
      className="flex flex-col gap-4 rounded-md border bg-surface p-3"
    >
      <h3 className="font-medium">Webhook</h3>
      <Field
        label="Address"
        hint="Gets a POST, signed like your webhooks. Chat services show its “text”. Empty: none is sent."
        error={errors?.["webhook.url"]}
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-xs"
            placeholder="https://ops.example.com/notifications"
            value={editedUrl ?? url ?? ""}
            onChange={({ target: { value } }) => {
              save.reset();
              setUrl(value === (url ?? "") ? null : value);
            }}
          />
        )}
      </Field>
      <Field
        label="Secret"
        hint={
          isGenerated
            ? "Copy it for the receiver before you save: it is never shown again."
            : "Signs every message. It is written and never shown."
        }
        error={errors?.["webhook.secret"]}
      >
        {(control) => (
          <span className="flex flex-wrap items-center gap-2">
            {hasSecret && secret === null ? (
              <>
                <Badge tone="success">
                  <Lock aria-hidden />
                  Saved
                </Badge>
                <Button
                  id={control.id}
                  size="sm"
                  aria-describedby={control["aria-describedby"]}
                  aria-label="Replace the secret"
                  onClick={() => change("")}
                >
                  Replace
                </Button>
              </>
            ) : (
              <Input
                {...control}
                spellCheck={false}
                autoComplete="off"
                className="min-w-40 flex-1 font-mono text-xs"
                placeholder={hasSecret ? "The new secret" : "None: not signed"}
                value={secret ?? ""}
                onChange={({ target: { value } }) =>
                  change(value === "" && !hasSecret ? null : value)
                }
              />
            )}
            {isGenerated && secret ? <CopyButton value={secret} label="Copy the secret" /> : null}
            <Button size="sm" onClick={() => change(generateSecret(), true)}>
              <KeyRound aria-hidden />
              Generate
            </Button>
            {hasSecret && secret === null ? (
              <Button
                size="sm"
                variant="ghost"
                aria-label="Remove the secret"
                onClick={() => void save.run({ webhook: { secret: null } })}
              >
                Remove
              </Button>
            ) : null}
          </span>
        )}
      </Field>
      <SaveRow isEdited={isEdited} save={save} onDiscard={discard}>
        <Button
          className="ml-auto"
          busy={test.isBusy}
          disabled={url === null || isEdited}
          title={isEdited ? "Save first: what is saved is tested" : undefined}
          onClick={() => void test.run()}
        >
          <Send aria-hidden />
          Send a test notification
        </Button>
      </SaveRow>
      <LastSends label="Last messages to the webhook" sends={stored.lastSends.webhook} />
    </form>
  );
}
