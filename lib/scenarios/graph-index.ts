import { type Graph, type GraphEdge, type GraphNode, isTrigger } from "./graph";

/** A graph by ids. Made once for each graph object: documents are never changed in place. */
export interface GraphIndex {
  nodes: ReadonlyMap<string, GraphNode>;
  edges: ReadonlyMap<string, GraphEdge>;
  incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
}

const made = new WeakMap<Graph, GraphIndex>();

export function graphIndex(graph: Graph): GraphIndex {
  const known = made.get(graph);
  if (known) return known;
  const index = {
    nodes: new Map(graph.nodes.map((node) => [node.id, node])),
    edges: new Map(graph.edges.map((edge) => [edge.id, edge])),
    incoming: groupBy(graph.edges, "target"),
    outgoing: groupBy(graph.edges, "source"),
  };
  made.set(graph, index);
  return index;
}

function groupBy(edges: readonly GraphEdge[], end: "source" | "target") {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group) group.push(edge);
    else groups.set(edge[end], [edge]);
  }
  return groups;
}

/**
 * The ids of the nodes in the order in which a run comes to them, beginning at the triggers; ties in
 * the document's order, what no trigger leads to after the rest.
 */
export function flowOrder(graph: Graph): string[] {
  const { incoming, outgoing } = graphIndex(graph);
  const open = new Map(graph.nodes.map(({ id }) => [id, incoming.get(id)?.length ?? 0]));
  const isTriggerId = new Set(graph.nodes.filter(isTrigger).map(({ id }) => id));
  const roots = graph.nodes.filter(({ id }) => open.get(id) === 0).map(({ id }) => id);
  const order: string[] = [];
  const take = (begin: readonly string[]) => {
    const ready = [...begin];
    for (const id of ready) {
      order.push(id);
      for (const { target } of outgoing.get(id) ?? []) {
        const left = (open.get(target) ?? 0) - 1;
        open.set(target, left);
        if (left === 0) ready.push(target);
      }
    }
  };
  take(roots.filter((id) => isTriggerId.has(id)));
  for (const id of roots) if (!isTriggerId.has(id)) take([id]);
  // What stands in a circle has no order; it comes last.
  const placed = new Set(order);
  return [...order, ...graph.nodes.map(({ id }) => id).filter((id) => !placed.has(id))];
}
