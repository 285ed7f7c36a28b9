"use client";

import { ChevronRight, Lightbulb } from "lucide-react";
import Link from "next/link";
import type { InboxMessage } from "@/components/api";
import { headerText } from "@/components/deliveries/attempt-card";
import { SignatureBadge } from "@/components/inboxes/signature-badge";
import { CodeBlock, prettyJson } from "@/components/ui/code-block";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";

function header(message: InboxMessage, name: string): string | undefined {
  const found = Object.entries(message.headers).find(([key]) => key.toLowerCase() === name);
  return found ? [found[1]].flat()[0] : undefined;
}

/** What to do about a signature that could not be verified. */
const SIGNATURE_HINTS: Partial<Record<InboxMessage["signature"], string>> = {
  invalid:
    "It was checked with the secret of this test inbox. Compare that with the secret of the webhook that sent it: enter the same one in both, every character and space alike, and send again. What has arrived is not checked anew.",
  unsigned:
    "The webhook that sent it has no secret. Give it the secret of this test inbox, and send again.",
};

export function MessageCard({
  message,
  open,
  onToggle,
}: {
  message: InboxMessage;
  open: boolean;
  onToggle: (open: boolean) => void;
}) {
  const hint = SIGNATURE_HINTS[message.signature];
  const deliveryId = header(message, "x-webhook-id");
  const event = header(message, "x-webhook-event");
  const attempt = header(message, "x-webhook-attempt");
  return (
    <details
      open={open}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== open) onToggle(currentTarget.open);
      }}
      className="group/message rounded-md border bg-surface"
    >
      <summary className="flex min-h-10 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open/message:rotate-90"
        />
        <span className="font-medium font-mono text-xs">{message.method}</span>
        {event ? <Mono value={event} /> : null}
        <SignatureBadge signature={message.signature} />
        <span className="text-muted tabular-nums">
          answered with {message.answeredWith}
          {attempt ? ` · attempt ${attempt}` : ""}
        </span>
        <RelativeTime value={message.receivedAt} className="ml-auto text-muted" />
      </summary>
      <div className="flex flex-col gap-3 border-t p-3">
        {hint ? (
          <p className="flex items-start gap-2">
            <Lightbulb aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            {hint}
          </p>
        ) : null}
        {deliveryId?.startsWith("dlv_") ? (
          <p>
            <span className="text-muted">Delivery </span>
            <Link
              href={`/deliveries/${encodeURIComponent(deliveryId)}`}
              className="text-accent hover:underline"
            >
              <Mono value={deliveryId} max={36} />
            </Link>
          </p>
        ) : null}
        <div className="grid gap-3 lg:grid-cols-2">
          <CodeBlock label="Headers" code={headerText(message.headers)} />
          <CodeBlock label="Body" code={prettyJson(message.body)} />
        </div>
      </div>
    </details>
  );
}
