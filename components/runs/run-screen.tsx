"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight, ChevronRight } from "lucide-react";
import Link from "next/link";
import { apiFetch, type RunDetail, type RunStep, runKeys } from "@/components/api";
import { jsonText } from "@/components/api/json-text";
import { tookWords } from "@/components/runs/duration";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { Facts } from "@/components/shell/facts";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame, Section } from "@/components/shell/page";
import { buttonStyles } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
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
      <div className="flex flex-col gap-3 border-t p-3">
        <div className="flex flex-wrap items-center gap-3">
          <Mono value={step.operation} max={40} className="text-muted" />
          {step.startedAt ? (
            <span className="text-muted">
              Started <RelativeTime value={step.startedAt} />
            </span>
          ) : null}
          {step.deliveryId ? (
            <Link
              href={`/deliveries/${step.deliveryId}`}
              className={buttonStyles({ size: "sm", className: "ml-auto" })}
            >
              Open the delivery
              <ArrowRight aria-hidden />
            </Link>
          ) : null}
        </div>
        {step.input === null && step.output === null ? (
          <p className="text-muted">There is neither an input nor an output.</p>
        ) : (
          <div className="grid gap-3 lg:grid-cols-2">
            {step.input !== null ? <CodeBlock label="Input" code={jsonText(step.input)} /> : null}
            {step.output !== null ? (
              <CodeBlock label="Output" code={jsonText(step.output)} />
            ) : null}
          </div>
        )}
      </div>
    </details>
  );
}

export function RunScreen({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: runKeys.detail(id),
    queryFn: ({ signal }) =>
      apiFetch<RunDetail>(`/api/v1/runs/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 2000 : 5000),
  });
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
      <Section title="Nodes">
        <ol className="flex flex-col gap-2" aria-label="Nodes in order">
          {data.steps.map((step, index) => (
            <li key={step.nodeId}>
              <Step step={step} number={index + 1} />
            </li>
          ))}
        </ol>
      </Section>
      <Section title="Graph">
        <details>
          <summary className="cursor-pointer rounded-sm text-muted">
            The graph of the version this run used, as JSON
          </summary>
          <CodeBlock className="mt-2" label="Graph" code={jsonText(data.graph)} />
        </details>
      </Section>
    </PageFrame>
  );
}
