import type { RETRY_FROM, RETRY_VERSIONS } from "@/lib/runs/schemas";
import { type Graph, isTrigger, nodeName } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";

export type RetryFrom = (typeof RETRY_FROM)[number];
export type RetryVersion = (typeof RETRY_VERSIONS)[number];

/** Why a retry can't be, in words, and which of its options is to blame; none: no retry can be. */
export type Refusal = { message: string; field?: "from" | "version" };

/** A step of the run that is to be retried. */
export type RetriedStep = { nodeId: string; operation: string; status: string };

/** The run that is to be retried, which has ended, and the graph of the version to retry it on. */
interface Wanted {
  status: string;
  graph: Graph;
  steps: readonly RetriedStep[];
  target: Graph;
  /** The triggers that the run's event starts. */
  triggers: readonly string[];
}

/** Why this version can't carry the run's event; null when it can. */
export function versionRefusal({ target, triggers }: Wanted): Refusal | null {
  const listens = target.nodes.some((node) => isTrigger(node) && triggers.includes(node.operation));
  if (listens) return null;
  return { field: "version", message: "This version no longer listens to the run's event." };
}

/** Why the run can't be retried from the nodes that failed; null when it can. */
export function fromFailedRefusal({ status, graph, steps, target }: Wanted): Refusal | null {
  if (status === "succeeded") {
    return { field: "from", message: "No node of this run failed. Retry it from the start." };
  }
  const nodes = graphIndex(graph).nodes;
  const kept = graphIndex(target).nodes;
  const gone = steps.filter(
    ({ nodeId, operation, status }) =>
      (status === "failed" || status === "cancelled") && kept.get(nodeId)?.operation !== operation,
  );
  if (gone.length === 0) return null;
  const names = gone.map(({ nodeId, operation }) => {
    const node = nodes.get(nodeId);
    return `“${node ? nodeName(node) : operation}”`;
  });
  return {
    field: "from",
    message: `This version has no ${names.join(" and no ")}, where the run failed. Retry it from the start.`,
  };
}

/** The nodes that a retry from the failed ones takes over as they are: what succeeded, where it still is. */
export function takenOverNodes(steps: readonly RetriedStep[], target: Graph): string[] {
  const kept = graphIndex(target).nodes;
  return steps
    .filter(
      ({ nodeId, operation, status }) =>
        status === "succeeded" && kept.get(nodeId)?.operation === operation,
    )
    .map(({ nodeId }) => nodeId);
}
