"use client";

import { ChevronRight } from "lucide-react";
import type { InboxMessage } from "@/components/api";
import { MessageDetail } from "@/components/inboxes/message-detail";
import { SignatureBadge } from "@/components/inboxes/signature-badge";
import { ordinal } from "@/components/inboxes/words";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";

function header(message: InboxMessage, name: string): string | undefined {
  const found = Object.entries(message.headers).find(([key]) => key.toLowerCase() === name);
  return found ? [found[1]].flat()[0] : undefined;
}

export function MessageCard({
  inboxId,
  message,
  open,
  onToggle,
}: {
  inboxId: string;
  message: InboxMessage;
  open: boolean;
  onToggle: (open: boolean) => void;
}) {
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
          {message.arrival > 1 ? ` · ${ordinal(message.arrival)} arrival of this webhook` : ""}
        </span>
        <RelativeTime value={message.receivedAt} className="ml-auto text-muted" />
      </summary>
      <div className="flex flex-col gap-3 border-t p-3">
        {open ? <MessageDetail inboxId={inboxId} message={message} /> : null}
      </div>
    </details>
  );
}
