"use client";

import Link from "next/link";
import type { Delivery } from "@/components/api";
import { hostOf, msWords, resultWords } from "@/components/deliveries/words";
import type { Column } from "@/components/shell/list-table";
import { Mono } from "@/components/ui/mono";
import { durationWords, RelativeTime, useNow } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";
import { TD } from "@/components/ui/table";

/** Counts down to the next attempt. */
export function NextAttempt({ at }: { at: string | null }) {
  const now = useNow();
  if (!at) return <span className="text-muted">–</span>;
  if (now === null) return <RelativeTime value={at} />;
  const wait = Date.parse(at) - now;
  return <span>{wait > 0 ? `in ${durationWords(wait)}` : "any moment"}</span>;
}

export const deliveryColumns: readonly Column[] = [
  { title: "Status" },
  { title: "Event" },
  { title: "Order" },
  { title: "Scenario" },
  { title: "Target" },
  { title: "Attempts", align: "right" },
  { title: "Result" },
  { title: "Duration", align: "right" },
  { title: "Next" },
  { title: "Age" },
];

export function DeliveryCells({ delivery }: { delivery: Delivery }) {
  const result = resultWords(delivery);
  return (
    <>
      <TD>
        <RowLink
          href={`/deliveries/${delivery.id}`}
          aria-label={`Delivery ${delivery.id}, ${delivery.status}`}
          className="inline-flex items-center gap-1"
        >
          <StatusBadge status={delivery.status} />
          {delivery.isTest ? <TestBadge /> : null}
        </RowLink>
      </TD>
      <TD>
        <Mono value={delivery.event} />
      </TD>
      <TD>
        {delivery.orderId ? (
          <Link
            href={`/orders/${delivery.orderId}`}
            className="relative z-[1] hover:text-accent hover:underline"
          >
            <Mono value={delivery.orderNumber ?? delivery.orderId} max={20} />
          </Link>
        ) : (
          <span className="text-muted">–</span>
        )}
      </TD>
      <TD className="max-w-36 truncate" title={delivery.scenarioName}>
        {delivery.scenarioName}
      </TD>
      <TD>
        <Mono value={hostOf(delivery.url)} max={26} />
      </TD>
      <TD className="text-right">
        {delivery.attemptCount} of {Math.max(delivery.maxAttempts, delivery.attemptCount)}
      </TD>
      <TD className={delivery.status === "failed" ? "text-danger" : undefined}>
        {result ?? <span className="text-muted">–</span>}
      </TD>
      <TD className="text-right">{msWords(delivery.lastDurationMs)}</TD>
      <TD className="min-w-20">
        <NextAttempt at={delivery.status === "retrying" ? delivery.nextAttemptAt : null} />
      </TD>
      <TD className="min-w-20 text-muted">
        <RelativeTime value={delivery.createdAt} className="relative z-[1]" />
      </TD>
    </>
  );
}
