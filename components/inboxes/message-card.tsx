"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
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

export function MessageCard({ message, open }: { message: InboxMessage; open: boolean }) {
  // Only the first time: a newer message must not close the one being read.
  const [openAtFirst] = useState(open);
  const deliveryId = header(message, "x-webhook-id");
  const event = header(message, "x-webhook-event");
  const attempt = header(message, "x-webhook-attempt");
  return (
    <details open={openAtFirst} className="group/message rounded-md border bg-surface">
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
