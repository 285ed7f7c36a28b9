"use client";

import { CircleCheck, CircleX, ShieldCheck } from "lucide-react";
import { useEffect, useId, useState } from "react";
import type { Attempt } from "@/components/api";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";

const header = (attempt: Attempt, name: string) =>
  Object.entries(attempt.request.headers).find(([key]) => key.toLowerCase() === name)?.[1];

/**
 * Computes the signature of an attempt beside the one that was sent, for somebody whose receiver
 * refuses it. The secret stays in the browser.
 */
export function VerifySignature({ attempt, body }: { attempt: Attempt; body: string }) {
  const sent = header(attempt, "x-webhook-signature");
  const timestamp = header(attempt, "x-webhook-timestamp");
  if (!sent || !timestamp) return null;
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button size="sm">
          <ShieldCheck aria-hidden />
          Verify signature
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Signature of attempt ${attempt.number}`}
        description="Enter the secret that your receiver has. It is used in this browser only and is not sent anywhere."
        className="max-w-2xl"
      >
        <Check sent={sent} timestamp={timestamp} body={body} />
      </DialogContent>
    </Dialog>
  );
}

function Check({ sent, timestamp, body }: { sent: string; timestamp: string; body: string }) {
  const id = useId();
  const [secret, setSecret] = useState("");
  const computed = useSignature(secret, `${timestamp}.${body}`);
  const canCompute = globalThis.crypto?.subtle !== undefined;
  const isRight = computed === sent;
  return (
    <div className="flex flex-col gap-4">
      {canCompute ? (
        <div className="flex flex-col gap-1.5">
          <Label htmlFor={id}>Secret</Label>
          <Input
            id={id}
            type="password"
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        </div>
      ) : (
        <p className="text-warning text-sm">
          This browser computes signatures on pages with https or on localhost only. Use a snippet
          of the guide for receivers instead.
        </p>
      )}
      <div role="status">
        {secret !== "" && computed !== null ? (
          isRight ? (
            <p className="flex items-center gap-1.5 text-sm text-success">
              <CircleCheck aria-hidden className="size-4 shrink-0" />
              This secret makes the signature that was sent.
            </p>
          ) : (
            <div className="flex gap-1.5 text-danger text-sm">
              <CircleX aria-hidden className="mt-0.5 size-4 shrink-0" />
              <p>
                This secret makes another signature. Look for a blank at its beginning or end, and
                whether the secret was changed since: the node in the scenario and the receiver must
                have the same one.
              </p>
            </div>
          )
        ) : null}
      </div>
      <CodeBlock label="X-Webhook-Signature, as sent" code={sent} />
      {secret !== "" && computed !== null && !isRight ? (
        <CodeBlock label="The signature with this secret" code={computed} />
      ) : null}
      <CodeBlock
        label="What is signed: the timestamp, a dot, and the body as it was sent"
        code={`${timestamp}.${body}`}
        maxHeight="max-h-40"
      />
      <p className="text-muted text-xs">
        The receiver has to compute HMAC-SHA256 over the raw body. Most mistakes are a body that a
        framework has parsed and written anew, and a clock that is off by more than five minutes.
      </p>
    </div>
  );
}

/** `sha256=` and the hex HMAC-SHA256, as the specification of X-Webhook-Signature says; null until known. */
function useSignature(secret: string, text: string): string | null {
  const [result, setResult] = useState<{ of: string; signature: string } | null>(null);
  useEffect(() => {
    const { subtle } = globalThis.crypto ?? {};
    if (!subtle || secret === "") return;
    let isCurrent = true;
    const encode = (value: string) => new TextEncoder().encode(value);
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    void subtle
      .importKey("raw", encode(secret), algorithm, false, ["sign"])
      .then((key) => subtle.sign("HMAC", key, encode(text)))
      .then((digest) => {
        const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0"));
        if (isCurrent) setResult({ of: secret, signature: `sha256=${hex.join("")}` });
      });
    return () => {
      isCurrent = false;
    };
  }, [secret, text]);
  return result?.of === secret ? result.signature : null;
}
