import { type Graph, type GraphNode, isTrigger } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";

/** How far a node of a run is; a node without an entry is undecided. */
export type NodeState = "waiting" | "succeeded" | "failed" | "skipped" | "cancelled";

export type Plan = {
  /** Nodes that can run now. */
  ready: GraphNode[];
  skip: { node: GraphNode; reason: string }[];
  /** Set when every node is decided. */
  outcome: "succeeded" | "failed" | "cancelled" | null;
};

const SWITCHED_OFF = "This node is switched off; the run passes it by.";

/**
 * What comes next in a run. A node runs when every incoming edge is decided and at least one is live:
 * an edge is live when its source succeeded. A node that no live edge reaches is skipped, with why.
 * A node that is switched off is skipped too, and passed by: its outgoing edges are live when one of
 * its incoming edges is.
 */
export function planRun(
  graph: Graph,
  states: ReadonlyMap<string, NodeState>,
  nameOf: (node: GraphNode) => string,
): Plan {
  const { nodes, incoming } = graphIndex(graph);
  const known = new Map<string, boolean>();
  const passesOn = (id: string): boolean => {
    const seen = known.get(id);
    if (seen !== undefined) return seen;
    const passes =
      states.get(id) === "succeeded" ||
      (nodes.get(id)?.disabled === true &&
        states.get(id) === "skipped" &&
        (incoming.get(id) ?? []).some((edge) => passesOn(edge.source)));
    known.set(id, passes);
    return passes;
  };
  const plan: Plan = { ready: [], skip: [], outcome: null };
  let undecided = 0;
  for (const node of graph.nodes) {
    const state = states.get(node.id);
    if (state === "waiting") undecided++;
    if (state !== undefined) continue;
    undecided++;
    if (isTrigger(node)) {
      plan.ready.push(node);
      continue;
    }
    const edges = incoming.get(node.id) ?? [];
    if (edges.length === 0) {
      plan.skip.push({ node, reason: "Nothing leads to this node." });
      continue;
    }
    const sources = edges.map((edge) => states.get(edge.source));
    if (sources.some((source) => source === undefined || source === "waiting")) continue;
    if (edges.some((edge) => passesOn(edge.source))) {
      if (node.disabled) plan.skip.push({ node, reason: SWITCHED_OFF });
      else plan.ready.push(node);
    } else {
      const before = nodes.get(edges[0]?.source ?? "");
      const why =
        sources[0] === "skipped"
          ? "was skipped"
          : sources[0] === "cancelled"
            ? "was cancelled"
            : "did not succeed";
      plan.skip.push({ node, reason: `“${before ? nameOf(before) : "The node before"}” ${why}.` });
    }
  }
  if (undecided === 0) {
    const all = [...states.values()];
    plan.outcome = all.includes("failed")
      ? "failed"
      : all.includes("cancelled")
        ? "cancelled"
        : "succeeded";
  }
  return plan;
}
