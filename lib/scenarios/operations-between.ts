import type { Graph, GraphEdge, GraphNode } from "./graph";
import { applyOperation, type GraphOperation, type Placed, sameJson } from "./operations";

/**
 * The operations that make `after` of `before`: what is sent to be saved, however the document came
 * about (edits, undo, a restored version). Applied in order to `before` they give exactly `after`;
 * where no smaller change does, that is one `replace`. A node or an edge that is one object in both
 * documents costs a look; of any other the JSON is made and compared.
 */
export function operationsBetween(before: Graph, after: Graph): GraphOperation[] {
  if (sameGraph(before, after)) return [];
  const operations = [
    ...removals(before, after),
    ...changes(before, after),
    ...additions(before, after),
  ];
  const result = operations.reduce(applyOperation, before);
  return sameGraph(result, after) ? operations : [{ type: "replace", graph: after }];
}

/** Whether two documents are the same as JSON, shared parts unread. */
function sameGraph(a: Graph, b: Graph): boolean {
  return a === b || (sameItems(a.nodes, b.nodes) && sameItems(a.edges, b.edges));
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
}

function removals(before: Graph, after: Graph): GraphOperation[] {
  const nodeIds = missing(before.nodes, after.nodes);
  const gone = new Set(nodeIds);
  // An edge whose ends stay and whose content changed is removed and added anew.
  const kept = new Map(after.edges.map((edge) => [edge.id, edge]));
  const edgeIds = before.edges
    .filter(({ source, target }) => !gone.has(source) && !gone.has(target))
    .filter((edge) => !sameJson(kept.get(edge.id), edge))
    .map(({ id }) => id);
  return nodeIds.length + edgeIds.length > 0 ? [{ type: "remove", nodeIds, edgeIds }] : [];
}

function missing(before: readonly GraphNode[], after: readonly GraphNode[]): string[] {
  const kept = new Set(after.map(({ id }) => id));
  return before.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
}

function changes(before: Graph, after: Graph): GraphOperation[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const operations: GraphOperation[] = [];
  const positions: Extract<GraphOperation, { type: "moveNodes" }>["positions"] = {};
  for (const node of after.nodes) {
    const previous = old.get(node.id);
    if (!previous || previous === node) continue;
    const { id: nodeId } = node;
    if (node.position && !sameJson(previous.position, node.position)) {
      positions[nodeId] = node.position;
    }
    if (!sameJson(previous.config, node.config)) {
      operations.push({ type: "setConfig", nodeId, config: node.config });
    }
    if (previous.name !== node.name) {
      operations.push({ type: "renameNode", nodeId, name: node.name });
    }
    if (previous.note !== node.note) operations.push({ type: "setNote", nodeId, note: node.note });
    if (previous.disabled !== node.disabled) {
      operations.push({ type: "setDisabled", nodeIds: [nodeId], disabled: node.disabled ?? false });
    }
  }
  if (Object.keys(positions).length > 0) operations.push({ type: "moveNodes", positions });
  return operations;
}

function additions(before: Graph, after: Graph): GraphOperation[] {
  const oldNodes = new Set(before.nodes.map(({ id }) => id));
  const oldEdges = new Map(before.edges.map((edge) => [edge.id, edge]));
  const nodes: Placed<GraphNode>[] = after.nodes
    .map((item, index) => ({ index, item }))
    .filter(({ item }) => !oldNodes.has(item.id));
  const edges: Placed<GraphEdge>[] = after.edges
    .map((item, index) => ({ index, item }))
    .filter(({ item }) => !sameJson(oldEdges.get(item.id), item));
  return nodes.length + edges.length > 0 ? [{ type: "restore", nodes, edges }] : [];
}
