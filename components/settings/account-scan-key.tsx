"use client";

import { type FormEvent, useEffect, useRef } from "react";
import { problemText } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { CodeInput, codeIn } from "@/components/auth/code-input";
import { FormError } from "@/components/auth/form-error";
import { QrCode } from "@/components/settings/account-qr-code";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/label";

/** Shows the key for an authenticator app, and asks for a code to see that it has arrived there. */
export function ScanKey({
  uri,
  onCode,
  onCancel,
}: {
  /** `otpauth:`, with the key in `secret`. */
  uri: string;
  onCode: (code: string) => Promise<void>;
  onCancel: () => void;
}) {
  const start = useRef<HTMLParagraphElement>(null);
  useEffect(() => start.current?.focus(), []);
  const send = useAction({ mutationFn: onCode, gcTime: 0 });
  const key = new URL(uri).searchParams.get("secret") ?? "";
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void send.run(codeIn(String(new FormData(event.currentTarget).get("code"))));
  };
  return (
    <form onSubmit={submit} onChange={send.reset} method="post" className="flex flex-col gap-3">
      <p ref={start} tabIndex={-1} className="outline-none">
        Scan this with an authenticator app, or type the key into it. Then enter the code that the
        app shows.
      </p>
      <div className="flex flex-wrap items-start gap-4">
        <QrCode text={uri} label="QR code of the key beside it, for an authenticator app" />
        <div className="flex min-w-0 flex-1 basis-56 flex-col gap-3">
          <div>
            <p className="font-medium">Key</p>
            <p className="flex items-start gap-1">
              <code className="min-w-0 break-words font-mono text-xs leading-7">
                {key.match(/.{1,4}/g)?.join(" ")}
              </code>
              <CopyButton value={key} label="Copy the key" />
            </p>
          </div>
          <FormError text={send.error ? problemText(send.error) : null} />
          <Field label="Code of the app" className="max-w-40">
            {(control) => <CodeInput {...control} name="code" />}
          </Field>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" variant="primary" busy={send.isBusy}>
              Switch on
            </Button>
            <Button variant="ghost" onClick={onCancel}>
              Cancel
            </Button>
          </div>
        </div>
      </div>
    </form>
  );
}
