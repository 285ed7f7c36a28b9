"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { memo, useEffect, useRef, useState } from "react";
import type { Delivery, RunStep } from "@/components/api";
import { tookWords } from "@/components/runs/duration";
import { RelatedRuns } from "@/components/runs/related-runs";
import { RetryBadge } from "@/components/runs/retry-badge";
import { RetryMenu } from "@/components/runs/retry-menu";
import { RunCanvas } from "@/components/runs/run-canvas";
import { StepBadge } from "@/components/runs/step-badge";
import { StepDetail } from "@/components/runs/step-detail";
import { useRun } from "@/components/runs/use-run";
import { useRunDeliveries } from "@/components/runs/use-run-deliveries";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { DocumentTitle } from "@/components/shell/document-title";
import { Facts } from "@/components/shell/facts";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame, Section } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { buttonStyles } from "@/components/ui/button";
import { Mono, truncateMiddle } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";

const linkStyles = "text-accent hover:underline";

/** Of hundreds of steps few are looked at: a row is made anew when its step changes, details when open. */
const Step = memo(function Step({
  step,
  delivery,
  number,
  asked,
}: {
  step: RunStep;
  delivery: Delivery | undefined;
  number: number;
  /** An object of its own for each time that the step is asked for. */
  asked: object | null;
}) {
  const took = tookWords(step.startedAt, step.completedAt);
  const hasFailed = step.status === "failed";
  const [isOpen, setIsOpen] = useState(hasFailed);
  const [before, setBefore] = useState({ hasFailed, asked });
  if (before.hasFailed !== hasFailed || before.asked !== asked) {
    setBefore({ hasFailed, asked });
    if (before.hasFailed !== hasFailed) setIsOpen(hasFailed);
    if (asked !== null && before.asked !== asked) setIsOpen(true);
  }
  const isToldBelow = isOpen && step.reason === delivery?.lastFailure?.message;
  const row = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (asked) row.current?.scrollIntoView({ block: "nearest" });
  }, [asked]);
  return (
    <details
      ref={row}
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      className="group/step rounded-md border bg-surface"
    >
      <summary className="flex min-h-10 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-2 [&::-webkit-details-marker]:hidden">
        <span className="flex min-w-0 items-center gap-3">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-muted transition-transform group-open/step:rotate-90"
          />
          <span className="text-muted tabular-nums">{number}</span>
          <span className="wrap-anywhere font-medium">{step.nodeName}</span>
        </span>
        <StepBadge step={step} delivery={delivery} />
        {step.takenOverFrom ? <Badge>Taken over</Badge> : null}
        {step.reason && !isToldBelow ? (
          <span className="wrap-anywhere min-w-0 text-muted">{step.reason}</span>
        ) : null}
        <span className="ml-auto text-muted tabular-nums">{took}</span>
      </summary>
      {isOpen ? (
        <div className="border-t p-3">
          <StepDetail step={step} delivery={delivery} />
        </div>
      ) : null}
    </details>
  );
});

export function RunScreen({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useRun(id);
  const deliveries = useRunDeliveries(data);
  const [selected, setSelected] = useState<{ nodeId: string } | null>(null);
  if (isPending) return <DetailSkeleton what="the run" />;
  if (!data) {
    return (
      <DetailError
        what="run"
        listHref="/runs"
        listLabel="All runs"
        error={error}
        onRetry={refetch}
      />
    );
  }
  return (
    <PageFrame
      back={{ href: "/runs", label: "Runs" }}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {data.scenarioName}
          <StatusBadge status={data.status} />
          {data.isTest ? <TestBadge /> : null}
          {data.retryOf ? <RetryBadge /> : null}
        </span>
      }
      description={<RelatedRuns run={data} />}
      actions={
        <>
          <Link href={`/scenarios/${data.scenarioId}?run=${data.id}`} className={buttonStyles()}>
            Show in the editor
          </Link>
          <RetryMenu run={data} />
        </>
      }
    >
      <DocumentTitle>{`${truncateMiddle(id, 16)} · Run`}</DocumentTitle>
      <StaleNote error={error} />
      <Facts
        items={[
          ["Run", <Mono key="v" value={data.id} max={16} copy copyLabel="Copy run id" />],
          [
            "Scenario",
            <Link key="v" href={`/scenarios/${data.scenarioId}`} className={linkStyles}>
              {data.scenarioName}
              {data.versionNumber ? ` · version ${data.versionNumber}` : ""}
            </Link>,
          ],
          ["Event", <Mono key="v" value={data.eventId} max={16} copy copyLabel="Copy event id" />],
          data.orderId
            ? [
                "Order",
                <Link key="v" href={`/orders/${data.orderId}`} className={linkStyles}>
                  <Mono value={data.orderNumber ?? data.orderId} max={20} />
                </Link>,
              ]
            : null,
          ["Started", <RelativeTime key="v" value={data.createdAt} />],
          ["Ended", <RelativeTime key="v" value={data.completedAt} />],
          ["Took", tookWords(data.createdAt, data.completedAt) ?? "Still running"],
        ]}
      />
      <Section title="Graph">
        <div className="h-72 overflow-hidden rounded-md border bg-background">
          <RunCanvas
            run={data}
            deliveries={deliveries}
            selectedNodeId={selected?.nodeId ?? null}
            onSelect={(nodeId) => setSelected(nodeId === null ? null : { nodeId })}
          />
        </div>
      </Section>
      <Section title="Nodes">
        <ol className="flex flex-col gap-2" aria-label="Nodes in order">
          {data.steps.map((step, index) => (
            <li key={step.nodeId}>
              <Step
                step={step}
                delivery={deliveries.get(step.nodeId)}
                number={index + 1}
                asked={selected?.nodeId === step.nodeId ? selected : null}
              />
            </li>
          ))}
        </ol>
      </Section>
    </PageFrame>
  );
}
