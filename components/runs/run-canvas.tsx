"use client";

import { useCallback, useMemo } from "react";
import type { Delivery, RunDetail } from "@/components/api";
import { tookWords } from "@/components/runs/duration";
import { edgeLook } from "@/components/runs/edge-look";
import { ReadCanvas } from "@/components/runs/read-canvas";
import { StepBadge } from "@/components/runs/step-badge";
import type { GraphEdge, GraphNode } from "@/lib/scenarios/graph";

/** A run on the very graph it used: to read, not to edit. */
export function RunCanvas({
  run,
  deliveries,
  selectedNodeId,
  onSelect,
}: {
  run: RunDetail;
  /** Of the nodes that wait or have failed. */
  deliveries: ReadonlyMap<string, Delivery>;
  selectedNodeId: string | null;
  onSelect: (nodeId: string | null) => void;
}) {
  const steps = useMemo(() => new Map(run.steps.map((step) => [step.nodeId, step])), [run.steps]);
  const stateOf = useCallback(
    ({ id }: GraphNode) => {
      const step = steps.get(id);
      const isDone = step !== undefined && step.status !== "skipped";
      const took = isDone ? tookWords(step.startedAt, step.completedAt) : null;
      const foot = (
        <>
          <StepBadge step={step} delivery={deliveries.get(id)} />
          {took ? <span className="text-muted text-xs tabular-nums">{took}</span> : null}
        </>
      );
      return { foot, words: step?.status ?? "pending" };
    },
    [steps, deliveries],
  );
  const lookOf = useCallback(
    ({ source, target }: GraphEdge) =>
      edgeLook(steps.get(source)?.status, steps.get(target)?.status),
    [steps],
  );
  return (
    <ReadCanvas
      label="The run on its graph"
      graph={run.graph}
      stateOf={stateOf}
      lookOf={lookOf}
      selectedNodeId={selectedNodeId}
      onSelect={onSelect}
    />
  );
}
