import { quoted } from "./connection-rules";
import { EDGES_MAX, type Graph, type GraphNode, NODES_MAX } from "./graph";
import { graphIndex } from "./graph-index";
import { mergeEdges } from "./merge-edges";
import { mergeNode } from "./merge-node";
import { sameJson } from "./operations";

/** Two documents that were both made of a third. */
export interface Sides {
  base: Graph;
  mine: Graph;
  theirs: Graph;
}

/** The document with the changes of both sides; or why there is none, in whole sentences. */
export type Merged = { graph: Graph } | { clashes: string[] };

/**
 * Brings what both sides changed of `base` into one document: theirs, with mine applied to it. Pure.
 * Of a node, its step (operation and settings), name, note and switch are things of their own, so a
 * renaming here and another address there go together; where both moved it, it stands where mine put
 * it. A connection is what it connects. Where both changed the same thing in different ways, or one
 * removed what the other went on with, nothing is decided: every such clash is named.
 */
export function mergeGraphs(sides: Sides): Merged {
  const clashes: string[] = [];
  const nodes = mergeNodes(sides, clashes);
  const edges = mergeEdges(sides, nodes, clashes);
  if (nodes.length > NODES_MAX) clashes.push(`Together they have more than ${NODES_MAX} nodes.`);
  if (edges.length > EDGES_MAX) {
    clashes.push(`Together they have more than ${EDGES_MAX} connections.`);
  }
  return clashes.length > 0 ? { clashes: [...new Set(clashes)] } : { graph: { nodes, edges } };
}

/** In the order of theirs, what mine added after it. */
function mergeNodes({ base, mine, theirs }: Sides, clashes: string[]): GraphNode[] {
  const [old, own] = [graphIndex(base).nodes, graphIndex(mine).nodes];
  const other = graphIndex(theirs).nodes;
  const kept = theirs.nodes.flatMap((node): GraphNode[] => {
    const [before, here] = [old.get(node.id), own.get(node.id)];
    if (here) {
      const merged = mergeNode(before, here, node);
      if (!merged) clashes.push(`Both changed ${quoted(before ?? node)}, in different ways.`);
      return [merged ?? node];
    }
    if (!before) return [node];
    if (!sameContent(before, node)) {
      clashes.push(`You removed ${quoted(before)}, which was changed elsewhere.`);
    }
    return [];
  });
  const added = mine.nodes.filter((node) => {
    if (other.has(node.id)) return false;
    const before = old.get(node.id);
    if (before && !sameContent(before, node)) {
      clashes.push(`You changed ${quoted(before)}, which was removed elsewhere.`);
    }
    return !before;
  });
  return [...kept, ...added];
}

/** Whether two nodes are the same apart from where they stand. */
function sameContent(one: GraphNode, other: GraphNode): boolean {
  return sameJson({ ...one, position: undefined }, { ...other, position: undefined });
}
