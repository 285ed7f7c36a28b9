"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { RunCanvas } from "@/components/runs/run-canvas";
import { StepDetail } from "@/components/runs/step-detail";
import { useRun } from "@/components/runs/use-run";
import { Button, buttonStyles } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";
import { useEditorStore } from "./context";

/** A run in place of the draft: each node's status, input and output, on the graph that ran. */
export function RunView({ runId }: { runId: string }) {
  const store = useEditorStore();
  const run = useRun(runId);
  const [nodeId, setNodeId] = useState<string | null>(null);
  const status = run.data?.status;
  useEffect(() => {
    if (status) store.getState().say(`Run ${status}.`);
  }, [status, store]);
  const step = run.data?.steps.find((each) => each.nodeId === nodeId);
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b bg-info-soft px-3 py-1.5 text-sm">
        <span>You see a run, not the draft.</span>
        {run.data ? (
          <>
            <StatusBadge status={run.data.status} />
            {run.data.isTest ? <TestBadge /> : null}
            <span className="text-muted">
              {run.data.versionNumber ? `version ${run.data.versionNumber}, ` : ""}
              <RelativeTime value={run.data.createdAt} />
            </span>
          </>
        ) : null}
        <span className="flex-1" />
        <Link href={`/runs/${runId}`} className={buttonStyles({ size: "sm" })}>
          Open the run
        </Link>
        <Button size="sm" onClick={() => store.getState().showRun(null)}>
          <X aria-hidden />
          Back to the draft
        </Button>
      </div>
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <div className="min-h-0 min-w-0 flex-1 bg-background">
          {run.data ? (
            <RunCanvas run={run.data} selectedNodeId={nodeId} onSelect={setNodeId} />
          ) : run.isError ? (
            <ErrorState error={run.error} onRetry={() => void run.refetch()} />
          ) : (
            <>
              <LoadingNote what="the run" />
              <Skeleton className="m-6 h-24 w-64" />
            </>
          )}
        </div>
        <section
          aria-label="Node of the run"
          className="w-80 shrink-0 overflow-y-auto border-l bg-surface p-4 max-md:max-h-[60%] max-md:w-full max-md:border-t max-md:border-l-0"
        >
          {step ? (
            <div className="flex flex-col gap-3">
              <div className="flex flex-wrap items-center gap-2">
                <h2 className="font-semibold text-base">{step.nodeName}</h2>
                <StatusBadge status={step.status} />
              </div>
              {step.reason ? <p className="break-words text-sm">{step.reason}</p> : null}
              <StepDetail step={step} isNarrow />
            </div>
          ) : (
            <p className="text-muted text-sm">
              Select a node to see what it got, what it gave, and its delivery.
            </p>
          )}
        </section>
      </div>
    </div>
  );
}
