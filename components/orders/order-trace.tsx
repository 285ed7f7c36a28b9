"use client";

import { Play, Zap } from "lucide-react";
import Link from "next/link";
import type { OrderTrace } from "@/components/api";
import { jsonText } from "@/components/api/json-text";
import { OrderDelivery } from "@/components/orders/order-delivery";
import { TraceLink } from "@/components/orders/trace-link";
import { RetryBadge } from "@/components/runs/retry-badge";
import { Section } from "@/components/shell/page";
import { CodeBlock } from "@/components/ui/code-block";
import { EmptyState } from "@/components/ui/empty-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";

type TraceRun = OrderTrace["runs"][number];

function eventSentence(event: NonNullable<OrderTrace["event"]>, runs: number): string {
  if (!event.handedOverAt) return "Waiting to be handed over. It is stored and will not be lost.";
  if (!event.routedAt) return "Handed over; looking for scenarios that want it.";
  if (runs === 0) return "No scenario was active for it, so nothing was sent.";
  return `Started ${runs === 1 ? "one run" : `${runs} runs`}.`;
}

function RunBranch({ run }: { run: TraceRun }) {
  return (
    <li className="flex flex-col gap-2 border-l pl-4">
      <div className="flex flex-wrap items-center gap-2">
        <TraceLink icon={Play} href={`/runs/${run.id}`} className="font-medium">
          {run.scenarioName}
        </TraceLink>
        <StatusBadge status={run.status} />
        {run.isTest ? <TestBadge /> : null}
        {run.retryOf ? <RetryBadge /> : null}
      </div>
      {run.deliveries.length > 0 ? (
        <ul className="flex flex-col gap-2 border-l pl-4">
          {run.deliveries.map((delivery) => (
            <OrderDelivery key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      ) : (
        <p className="pl-4 text-muted">
          {run.status === "running"
            ? "Waiting for its first delivery."
            : run.retryOf
              ? "No delivery of its own."
              : "No delivery."}
        </p>
      )}
    </li>
  );
}

/** Order → event → runs → deliveries. */
export function OrderTraceView({ trace }: { trace: OrderTrace }) {
  const { event, runs } = trace;
  // What the event started by itself; a retry was asked for by a person.
  const real = runs.filter((run) => !run.isTest && run.retryOf === null).length;
  return (
    <Section title="What happened with it">
      <div className="flex flex-col gap-3 rounded-md border bg-surface p-3">
        {event ? (
          <>
            <div className="flex flex-wrap items-center gap-2">
              <Zap aria-hidden className="size-4 text-muted" />
              <span className="font-medium font-mono text-xs">{event.type}</span>
              <RelativeTime value={event.occurredAt} className="text-muted" />
              <span>{eventSentence(event, real)}</span>
            </div>
            {event.causedBy ? (
              <p className="flex flex-wrap items-center gap-1 text-muted">
                Made by the receiver of
                <Link
                  href={`/deliveries/${event.causedBy}`}
                  className="text-accent hover:underline"
                >
                  <Mono value={event.causedBy} max={18} />
                </Link>
                {event.depth > 1 ? ` · ${event.depth} events in a row led to it` : null}
              </p>
            ) : null}
            {runs.length > 0 ? (
              <ul className="flex flex-col gap-3 pl-2" aria-label="Runs">
                {runs.map((run) => (
                  <RunBranch key={run.id} run={run} />
                ))}
              </ul>
            ) : null}
            <details>
              <summary className="cursor-pointer rounded-sm py-0.5 text-muted">
                The event and its payload
              </summary>
              <div className="mt-2 flex flex-col gap-2">
                <Mono value={event.id} max={40} copy copyLabel="Copy event id" />
                <CodeBlock label="Payload" code={jsonText(event.payload)} />
              </div>
            </details>
          </>
        ) : (
          <EmptyState
            className="py-4"
            title="There is no event"
            description="Its event has been removed with what came of it, as Settings say, or there never was one."
          />
        )}
      </div>
    </Section>
  );
}
