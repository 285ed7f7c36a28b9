"use client";

import Link from "next/link";
import { useEffect, useState } from "react";
import { ApiProblem } from "@/components/api";
import { RunCanvas } from "@/components/runs/run-canvas";
import { StepBadge } from "@/components/runs/step-badge";
import { StepDetail } from "@/components/runs/step-detail";
import { useRun } from "@/components/runs/use-run";
import { useRunDeliveries } from "@/components/runs/use-run-deliveries";
import { buttonStyles } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";
import { useEditorStore } from "./context";
import { ReadingBar } from "./reading-bar";
import { ReadingPane, ReadingSkeleton } from "./reading-pane";

/** A run in place of the draft: each node's status, input and output, on the graph that ran. */
export function RunView({ runId }: { runId: string }) {
  const store = useEditorStore();
  const { scenarioId } = store.getState();
  const { data: run, error, refetch } = useRun(runId);
  const deliveries = useRunDeliveries(run);
  const [nodeId, setNodeId] = useState<string | null>(null);
  const status = run?.status;
  useEffect(() => {
    if (status) store.getState().say(`Run ${status}.`);
  }, [status, store]);
  const step = run?.steps.find((each) => each.nodeId === nodeId);
  const delivery = deliveries.get(nodeId ?? "");
  const isElsewhere = run !== undefined && run.scenarioId !== scenarioId;
  const isUnknown = error instanceof ApiProblem && error.status === 404;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <ReadingBar
        actions={
          run ? (
            <Link href={`/runs/${runId}`} className={buttonStyles({ size: "sm" })}>
              Open the run
            </Link>
          ) : null
        }
      >
        <span>You see a run, not the draft.</span>
        {run ? (
          <>
            <StatusBadge status={run.status} />
            {run.isTest ? <TestBadge /> : null}
            <span className="text-muted">
              {run.versionNumber ? `version ${run.versionNumber}, ` : ""}
              <RelativeTime value={run.createdAt} />
            </span>
          </>
        ) : null}
      </ReadingBar>
      {isElsewhere ? (
        <ErrorState
          title="This run is of another scenario"
          detail={`It is one of “${run.scenarioName}”.`}
          action={
            <Link href={`/scenarios/${run.scenarioId}?run=${runId}`} className={buttonStyles()}>
              Show it there
            </Link>
          }
        />
      ) : run ? (
        <ReadingPane
          label="Node of the run"
          canvas={
            <RunCanvas
              run={run}
              deliveries={deliveries}
              selectedNodeId={nodeId}
              onSelect={setNodeId}
            />
          }
        >
          {step ? (
            <div className="flex flex-col gap-3">
              <div className="flex flex-wrap items-center gap-2">
                <h2 className="font-semibold text-base">{step.nodeName}</h2>
                <StepBadge step={step} delivery={delivery} />
              </div>
              {step.reason && step.reason !== delivery?.lastFailure?.message ? (
                <p className="break-words text-sm">{step.reason}</p>
              ) : null}
              <StepDetail step={step} delivery={delivery} isNarrow />
            </div>
          ) : (
            <p className="text-muted text-sm">
              Select a node to see what it got, what it gave, and its delivery.
            </p>
          )}
        </ReadingPane>
      ) : error ? (
        <ErrorState
          title={isUnknown ? "There is no run with this id" : undefined}
          detail={
            isUnknown
              ? "Check that the link is complete. Old runs are removed after the time that Settings say."
              : undefined
          }
          error={error}
          onRetry={isUnknown ? undefined : () => refetch()}
        />
      ) : (
        <ReadingSkeleton what="the run" />
      )}
    </div>
  );
}
