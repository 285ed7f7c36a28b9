"use client";

import Link from "next/link";
import { Fragment, type ReactNode } from "react";
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

interface DeliveryColumn extends Column {
  key: string;
  /** Whether it can't be hidden: the row would have no link or no sense. */
  isFixed?: boolean;
  /** @param href where the row leads */
  cell: (delivery: Delivery, href: string) => ReactNode;
}

const nothing = <span className="text-muted">–</span>;

export const deliveryColumns: readonly DeliveryColumn[] = [
  {
    key: "status",
    title: "Status",
    isFixed: true,
    cell: (delivery, href) => (
      <TD>
        <RowLink
          href={href}
          aria-label={`Delivery ${delivery.id}, ${delivery.status}`}
          className="inline-flex items-center gap-1 max-sm:flex-col max-sm:items-start max-sm:py-1"
        >
          {delivery.status === "retrying" && delivery.nextAttemptAt ? (
            <Retrying at={delivery.nextAttemptAt} />
          ) : (
            <StatusBadge status={delivery.heldAt ? "held" : delivery.status} />
          )}
          {delivery.isTest ? <TestBadge /> : null}
        </RowLink>
      </TD>
    ),
  },
  {
    key: "order",
    title: "Order",
    isFixed: true,
    className: "max-sm:px-1",
    cell: (delivery, href) => (
      <TD className="max-sm:px-1 max-sm:py-1">
        {delivery.orderId ? (
          <Link
            href={`/orders/${delivery.orderId}`}
            className="relative z-[1] hover:text-accent hover:underline"
          >
            <Mono value={delivery.orderNumber ?? delivery.orderId} max={20} />
          </Link>
        ) : (
          nothing
        )}
        <RowText
          href={href}
          value={hostOf(delivery.url)}
          className="max-w-24 font-mono text-muted text-xs sm:hidden"
        />
      </TD>
    ),
  },
  {
    key: "scenario",
    title: "Scenario",
    className: from.xl,
    cell: (delivery, href) => (
      <TD className={`${from.xl} ${flexible}`}>
        <RowText href={href} value={delivery.scenarioName} />
      </TD>
    ),
  },
  {
    key: "event",
    title: "Event",
    className: from["2xl"],
    cell: (delivery) => (
      <TD className={from["2xl"]}>
        <Mono value={delivery.event} />
      </TD>
    ),
  },
  {
    key: "target",
    title: "Target",
    className: from.sm,
    cell: (delivery, href) => (
      <TD className={`${from.sm} ${flexible}`}>
        <RowText href={href} value={`${delivery.nodeName} · ${hostOf(delivery.url)}`} />
      </TD>
    ),
  },
  {
    key: "attempts",
    title: "Attempts",
    align: "right",
    className: from.lg,
    cell: ({ attemptCount, maxAttempts }) => (
      <TD className={`${from.lg} text-right`}>
        {attemptCount} of {Math.max(maxAttempts, attemptCount)}
      </TD>
    ),
  },
  {
    key: "result",
    title: "Result",
    className: from.lg,
    cell: (delivery) => (
      <TD className={`${from.lg} ${delivery.status === "failed" ? "text-danger" : ""}`}>
        {resultWords(delivery) ?? nothing}
      </TD>
    ),
  },
  {
    key: "duration",
    title: "Duration",
    align: "right",
    className: from.xl,
    cell: ({ lastDurationMs }) => (
      <TD className={`${from.xl} text-right`}>{msWords(lastDurationMs)}</TD>
    ),
  },
  {
    key: "age",
    title: "Age",
    cell: ({ createdAt }) => (
      <TD className="text-muted">
        <RelativeTime value={createdAt} className="relative z-[1]" />
      </TD>
    ),
  },
];

/** The cells of a delivery's row. */
export function DeliveryCells({
  delivery,
  columns = deliveryColumns,
  search = "",
}: {
  delivery: Delivery;
  columns?: readonly DeliveryColumn[];
  /** The filters of the list it stands in: its page leads on through the same list. */
  search?: string;
}) {
  const href = `/deliveries/${delivery.id}${search}`;
  return columns.map(({ key, cell }) => <Fragment key={key}>{cell(delivery, href)}</Fragment>);
}
