"use client";

import Link from "next/link";
import type { Delivery } from "@/components/api";
import { hostOf, msWords, resultWords } from "@/components/deliveries/words";
import { type Column, from } from "@/components/shell/list-table";
import { cn } from "@/components/ui/cn";
import { MiddleTruncate } from "@/components/ui/middle-truncate";
import { Mono } from "@/components/ui/mono";
import { durationWords, RelativeTime, useNow } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";
import { TD } from "@/components/ui/table";

/** Takes a share of what room the other columns leave. */
const flexible = "w-1/2 min-w-20 max-w-0";

export const deliveryColumns: readonly Column[] = [
  { title: "Status" },
  { title: "Order", className: "max-sm:px-1" },
  { title: "Scenario", className: from.xl },
  { title: "Event", className: from["2xl"] },
  { title: "Target", className: from.sm },
  { title: "Attempts", align: "right", className: from.lg },
  { title: "Result", className: from.lg },
  { title: "Duration", align: "right", className: from.xl },
  { title: "Age" },
];

/** "Retrying in 2 min 40 s", counting down. */
function Retrying({ at }: { at: string }) {
  const now = useNow();
  const wait = now === null ? null : Date.parse(at) - now;
  const when = wait === null ? "" : wait > 0 ? ` in ${durationWords(wait)}` : " now";
  return (
    <StatusBadge
      status="retrying"
      label={
        <span>
          Retrying<span className="max-sm:hidden">{when}</span>
        </span>
      }
    />
  );
}

/** Text of a row that shows whole on hover; it leads where the row leads. */
function RowText({ href, value, className }: { href: string; value: string; className?: string }) {
  return (
    <Link
      href={href}
      prefetch={false}
      tabIndex={-1}
      className={cn("relative z-[1] block", className)}
    >
      <MiddleTruncate value={value} />
    </Link>
  );
}

export function DeliveryCells({ delivery }: { delivery: Delivery }) {
  const href = `/deliveries/${delivery.id}`;
  const result = resultWords(delivery);
  const target = hostOf(delivery.url);
  const isWaiting = delivery.status === "retrying" && delivery.nextAttemptAt;
  return (
    <>
      <TD>
        <RowLink
          href={href}
          aria-label={`Delivery ${delivery.id}, ${delivery.status}`}
          className="inline-flex items-center gap-1 max-sm:flex-col max-sm:items-start max-sm:py-1"
        >
          {isWaiting ? <Retrying at={isWaiting} /> : <StatusBadge status={delivery.status} />}
          {delivery.isTest ? <TestBadge /> : null}
        </RowLink>
      </TD>
      <TD className="max-sm:px-1">
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
        <RowText
          href={href}
          value={target}
          className="max-w-24 font-mono text-muted text-xs sm:hidden"
        />
      </TD>
      <TD className={`${from.xl} ${flexible}`}>
        <RowText href={href} value={delivery.scenarioName} />
      </TD>
      <TD className={from["2xl"]}>
        <Mono value={delivery.event} />
      </TD>
      <TD className={`${from.sm} ${flexible}`}>
        <RowText href={href} value={target} className="font-mono text-xs" />
      </TD>
      <TD className={`${from.lg} text-right`}>
        {delivery.attemptCount} of {Math.max(delivery.maxAttempts, delivery.attemptCount)}
      </TD>
      <TD className={`${from.lg} ${delivery.status === "failed" ? "text-danger" : ""}`}>
        {result ?? <span className="text-muted">–</span>}
      </TD>
      <TD className={`${from.xl} text-right`}>{msWords(delivery.lastDurationMs)}</TD>
      <TD className="text-muted">
        <RelativeTime value={delivery.createdAt} className="relative z-[1]" />
      </TD>
    </>
  );
}
