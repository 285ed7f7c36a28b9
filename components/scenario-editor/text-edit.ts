import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { sameJson } from "@/lib/scenarios/operations";

/**
 * Whether two documents differ in one node's text alone: its name, its note, its settings. False
 * when there is no other document to compare with.
 */
export function isTextEdit(
  now: Graph,
  other: Graph | undefined,
  nodeId: string | undefined,
): boolean {
  if (!other || now.nodes.length !== other.nodes.length) return false;
  if (!sameJson(now.edges, other.edges)) return false;
  return now.nodes.every((node, index) => {
    const former = other.nodes[index];
    if (!former) return false;
    return node.id === nodeId ? sameJson(bare(node), bare(former)) : sameJson(node, former);
  });
}

/** A node without its text. */
const bare = ({ id, operation, operationVersion, position, disabled }: GraphNode) => ({
  id,
  operation,
  operationVersion,
  position,
  disabled,
});
