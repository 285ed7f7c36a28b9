"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useEffect } from "react";
import { orderKeys } from "@/components/api";
import { AttemptFailure } from "@/components/deliveries/failure-note";
import { ResendButton } from "@/components/deliveries/resend-button";
import { useAskedAttempt } from "@/components/deliveries/use-asked-attempt";
import { hostOf, nextSentence } from "@/components/deliveries/words";
import { TraceLink } from "@/components/orders/trace-link";
import { Mono } from "@/components/ui/mono";
import { useNow } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { TracedDeliveryView } from "@/lib/orders/schemas";

/** While an attempt that was asked for is about to begin, the order is looked at this often. */
const SOON_MS = 1000;

/** A delivery of an order: how it stands, why, what comes next, and a resend where it has not arrived. */
export function OrderDelivery({ delivery }: { delivery: TracedDeliveryView }) {
  const { id, nodeName, url, status, heldAt, attemptCount, lastStatusCode } = delivery;
  const asked = useAskedAttempt();
  const isExpecting = asked.isExpecting(attemptCount);
  const client = useQueryClient();
  useEffect(() => {
    if (!isExpecting) return;
    const timer = setInterval(
      () => void client.invalidateQueries({ queryKey: orderKeys.all }),
      SOON_MS,
    );
    return () => clearInterval(timer);
  }, [isExpecting, client]);
  const isSending = isExpecting || status === "sending";
  return (
    <li className="flex flex-col gap-1">
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        <TraceLink
          icon={Send}
          href={`/deliveries/${id}`}
          aria-label={`${nodeName}, delivery to ${url}`}
        >
          {nodeName}
        </TraceLink>
        <span className="text-muted text-xs">
          <Mono value={hostOf(url)} max={36} />
        </span>
        <StatusBadge status={isExpecting ? "sending" : heldAt ? "held" : status} />
        <span className="text-muted tabular-nums">
          {attemptCount === 1 ? "1 attempt" : `${attemptCount} attempts`}
          {lastStatusCode !== null ? ` · ${lastStatusCode}` : ""}
        </span>
        {status === "succeeded" ? null : (
          <span className="ml-auto">
            <ResendButton
              id={id}
              name={`“${nodeName}”`}
              size="sm"
              isSending={isSending}
              onAsked={asked.expect}
            />
          </span>
        )}
      </div>
      {status === "succeeded" || isSending ? null : <Standing delivery={delivery} />}
    </li>
  );
}

function Standing({ delivery }: { delivery: TracedDeliveryView }) {
  const now = useNow();
  return (
    <div className="flex flex-col gap-1 pl-6 max-sm:pl-0">
      <p className="wrap-anywhere text-muted text-sm tabular-nums">{nextSentence(delivery, now)}</p>
      {delivery.lastFailure ? <AttemptFailure failure={delivery.lastFailure} /> : null}
    </div>
  );
}
