"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { RunStep } from "@/components/api";
import { tookWords } from "@/components/runs/duration";
import { RunCanvas } from "@/components/runs/run-canvas";
import { StepDetail } from "@/components/runs/step-detail";
import { useRun } from "@/components/runs/use-run";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { Facts } from "@/components/shell/facts";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame, Section } from "@/components/shell/page";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";

const linkStyles = "text-accent hover:underline";

function Step({ step, number }: { step: RunStep; number: number }) {
  const took = tookWords(step.startedAt, step.completedAt);
  return (
    <details
      open={step.status === "failed"}
      className="group/step rounded-md border bg-surface"
      data-node={step.nodeId}
    >
      <summary className="flex min-h-10 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-md px-3 py-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform group-open/step:rotate-90"
        />
        <span className="text-muted tabular-nums">{number}</span>
        <span className="font-medium">{step.nodeName}</span>
        <StatusBadge status={step.status} />
        {step.reason ? <span className="min-w-0 break-words text-muted">{step.reason}</span> : null}
        <span className="ml-auto text-muted tabular-nums">{took}</span>
      </summary>
      <div className="border-t p-3">
        <StepDetail step={step} />
      </div>
    </details>
  );
}

export function RunScreen({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useRun(id);
  const [selectedNodeId, setSelectedNodeId] = useState<string | null>(null);
  const show = (nodeId: string | null) => {
    setSelectedNodeId(nodeId);
    if (nodeId === null) return;
    const step = document.querySelector<HTMLDetailsElement>(
      `details[data-node="${CSS.escape(nodeId)}"]`,
    );
    step?.setAttribute("open", "");
    step?.scrollIntoView({ block: "nearest" });
  };
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
        </span>
      }
    >
      <StaleNote error={error} />
      <Facts
        items={[
          ["Run", <Mono key="v" value={data.id} max={18} copy copyLabel="Copy run id" />],
          [
            "Scenario",
            <Link key="v" href={`/scenarios/${data.scenarioId}`} className={linkStyles}>
              {data.scenarioName}
              {data.versionNumber ? ` · version ${data.versionNumber}` : ""}
            </Link>,
          ],
          ["Event", <Mono key="v" value={data.eventId} max={18} copy copyLabel="Copy event id" />],
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
          <RunCanvas run={data} selectedNodeId={selectedNodeId} onSelect={show} />
        </div>
      </Section>
      <Section title="Nodes">
        <ol className="flex flex-col gap-2" aria-label="Nodes in order">
          {data.steps.map((step, index) => (
            <li key={step.nodeId}>
              <Step step={step} number={index + 1} />
            </li>
          ))}
        </ol>
      </Section>
    </PageFrame>
  );
}
