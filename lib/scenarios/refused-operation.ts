import { canConnect } from "./connection-rules";
import { EDGES_MAX, type Graph, type GraphEdge, isTrigger, NODES_MAX } from "./graph";
import { applyOperation, type GraphOperation } from "./operations";

const TOO_MANY_NODES = `A scenario may have ${NODES_MAX} nodes at most.`;
const TOO_MANY_EDGES = `A scenario may have ${EDGES_MAX} connections at most.`;

export type Applied = { graph: Graph } | { index: number; reason: string };

/**
 * The graph after a list of operations, in order; or the first that can't be applied, and why. One
 * that merely finds things as it wants them is no fault. Safe in the browser.
 */
export function applyInOrder(graph: Graph, operations: readonly GraphOperation[]): Applied {
  let current = graph;
  for (const [index, operation] of operations.entries()) {
    const next = applyOperation(current, operation);
    const reason = next === current ? refusalOf(current, operation) : null;
    if (reason !== null) return { index, reason };
    current = next;
  }
  return { graph: current };
}

/**
 * Why `applyOperation` returned the graph as it was: a sentence, or null when the graph already is
 * as the operation wants it. Only meaningful for an operation that changed nothing.
 */
export function refusalOf(graph: Graph, operation: GraphOperation): string | null {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const used = new Set([...nodes.keys(), ...graph.edges.map(({ id }) => id)]);
  const unknownNode = (ids: readonly string[]) => {
    const known = ids.length === 0 || ids.some((id) => nodes.has(id));
    return known ? null : `There is no node "${ids[0]}".`;
  };
  switch (operation.type) {
    case "addNode":
      return nodes.has(operation.node.id)
        ? `The node id "${operation.node.id}" is used already.`
        : TOO_MANY_NODES;
    case "addMany": {
      if (operation.nodes.length === 0)
        return operation.edges.length === 0
          ? null
          : "Connections without new nodes are added with connect.";
      const ids = operation.nodes.map(({ id }) => id);
      const twice = ids.find((id, index) => nodes.has(id) || ids.indexOf(id) < index);
      return twice === undefined ? TOO_MANY_NODES : `The node id "${twice}" is used already.`;
    }
    case "moveNodes":
      return unknownNode(Object.keys(operation.positions));
    case "setConfig":
    case "renameNode":
    case "setNote":
      return unknownNode([operation.nodeId]);
    case "setDisabled": {
      const found = operation.nodeIds.flatMap((id) => nodes.get(id) ?? []);
      const onlyTriggers = found.length > 0 && found.every(isTrigger);
      if (operation.disabled && onlyTriggers)
        return "A trigger can't be switched off like a step; set its “Enabled” to off.";
      return unknownNode(operation.nodeIds);
    }
    case "connect":
      return refusedConnection(graph, operation.edge);
    case "remove": {
      const [first] = [...operation.nodeIds, ...operation.edgeIds];
      if (first === undefined) return null;
      const what = operation.nodeIds.length > 0 ? "node" : "connection";
      return `There is no ${what} "${first}".`;
    }
    case "insertOnEdge":
      return refusedInsertion(graph, operation);
    case "restore": {
      const items = [...operation.nodes, ...operation.edges];
      if (items.length === 0) return null;
      const clash = items.find(({ item }) => used.has(item.id));
      if (clash) return `The id "${clash.item.id}" is used already.`;
      return "A connection to restore leads to a node that does not exist.";
    }
    case "replace":
      return null;
  }
}

function refusedConnection(graph: Graph, edge: GraphEdge): string {
  if (graph.edges.some(({ id }) => id === edge.id))
    return `The connection id "${edge.id}" is used already.`;
  const reason = canConnect(graph, edge);
  if (reason === null && graph.edges.length >= EDGES_MAX) return TOO_MANY_EDGES;
  return reason ?? "This connection can't be made.";
}

function refusedInsertion(
  graph: Graph,
  { edgeId, node }: Extract<GraphOperation, { type: "insertOnEdge" }>,
): string {
  if (!graph.edges.some(({ id }) => id === edgeId)) return `There is no connection "${edgeId}".`;
  if (isTrigger(node)) return "A trigger starts the scenario; it can't stand on a connection.";
  if (graph.nodes.some(({ id }) => id === node.id))
    return `The node id "${node.id}" is used already.`;
  if (graph.nodes.length >= NODES_MAX) return TOO_MANY_NODES;
  return "The two new connections have to lead from the old one's start to the new node, and from there to the old one's end.";
}
