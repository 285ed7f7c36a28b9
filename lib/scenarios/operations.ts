import type { NodeConfig } from "@/lib/apps/types";
import { connectMany } from "./connect-many";
import { canConnect } from "./connection-rules";
import {
  EDGES_MAX,
  type Graph,
  type GraphEdge,
  type GraphNode,
  isTrigger,
  NODES_MAX,
} from "./graph";

export interface Position {
  x: number;
  y: number;
}

/** A node or edge and its place in the document's list. */
export interface Placed<T> {
  index: number;
  item: T;
}

/** Every edit of a scenario graph, as data. */
export type GraphOperation =
  | { type: "addNode"; node: GraphNode; edge?: GraphEdge | undefined }
  | { type: "addMany"; nodes: readonly GraphNode[]; edges: readonly GraphEdge[] }
  | { type: "moveNodes"; positions: Record<string, Position> }
  | { type: "setConfig"; nodeId: string; config: NodeConfig }
  /** Without a name or a note, it is taken away: JSON has no undefined. */
  | { type: "renameNode"; nodeId: string; name?: string | undefined }
  | { type: "setNote"; nodeId: string; note?: string | undefined }
  | { type: "setDisabled"; nodeIds: readonly string[]; disabled: boolean }
  | { type: "connect"; edge: GraphEdge }
  | { type: "remove"; nodeIds: readonly string[]; edgeIds: readonly string[] }
  | { type: "insertOnEdge"; edgeId: string; node: GraphNode; edges: [GraphEdge, GraphEdge] }
  /** Puts nodes and edges at places of their lists, such as those that an undo brings back. */
  | {
      type: "restore";
      nodes: readonly Placed<GraphNode>[];
      edges: readonly Placed<GraphEdge>[];
    }
  /** Another document in place of this one: an import, an older version. */
  | { type: "replace"; graph: Graph };

/**
 * The graph after an operation. Pure; the one place where a graph changes, in the browser and on the
 * server. An operation that can't be applied (an unknown node, a used id, a connection against the
 * rules, more nodes than there may be) returns the same graph object, so `next === graph` tells that
 * nothing happened.
 */
export function applyOperation(graph: Graph, operation: GraphOperation): Graph {
  switch (operation.type) {
    case "addNode":
      return addNode(graph, operation.node, operation.edge);
    case "addMany":
      return addMany(graph, operation.nodes, operation.edges);
    case "moveNodes":
      return moveNodes(graph, operation.positions);
    case "setConfig":
      return updateNodes(graph, [operation.nodeId], (node) =>
        sameJson(node.config, operation.config) ? node : { ...node, config: operation.config },
      );
    case "renameNode":
      return updateNodes(graph, [operation.nodeId], (node) =>
        withField(node, "name", operation.name?.trim() ? operation.name : undefined),
      );
    case "setNote":
      return updateNodes(graph, [operation.nodeId], (node) =>
        withField(node, "note", operation.note || undefined),
      );
    case "setDisabled":
      return updateNodes(graph, operation.nodeIds, (node) =>
        isTrigger(node) ? node : withField(node, "disabled", operation.disabled || undefined),
      );
    case "connect":
      return connect(graph, operation.edge);
    case "remove":
      return remove(graph, operation.nodeIds, operation.edgeIds);
    case "insertOnEdge":
      return insertOnEdge(graph, operation);
    case "restore":
      return restore(graph, operation);
    case "replace":
      return sameJson(graph, operation.graph) ? graph : operation.graph;
  }
}

function addNode(graph: Graph, node: GraphNode, edge: GraphEdge | undefined): Graph {
  if (graph.nodes.some(({ id }) => id === node.id)) return graph;
  if (graph.nodes.length >= NODES_MAX) return graph;
  const added = { ...graph, nodes: [...graph.nodes, node] };
  return edge ? connect(added, edge) : added;
}

/**
 * Adds nodes and the edges among them, such as a pasted part: all of the nodes or none, and those of
 * the edges that the rules allow.
 */
function addMany(graph: Graph, nodes: readonly GraphNode[], edges: readonly GraphEdge[]): Graph {
  const ids = new Set(nodes.map(({ id }) => id));
  const clash = ids.size < nodes.length || graph.nodes.some(({ id }) => ids.has(id));
  if (nodes.length === 0 || clash || graph.nodes.length + nodes.length > NODES_MAX) return graph;
  return connectMany({ ...graph, nodes: [...graph.nodes, ...nodes] }, edges);
}

function moveNodes(graph: Graph, positions: Record<string, Position>): Graph {
  return updateNodes(graph, Object.keys(positions), (node) =>
    withField(node, "position", positions[node.id] ?? node.position),
  );
}

/** Changes some nodes; the same graph when `update` returned each of them as it was. */
function updateNodes(
  graph: Graph,
  nodeIds: readonly string[],
  update: (node: GraphNode) => GraphNode,
): Graph {
  const wanted = new Set(nodeIds);
  let changed = false;
  const nodes = graph.nodes.map((node) => {
    const next = wanted.has(node.id) ? update(node) : node;
    if (next !== node) changed = true;
    return next;
  });
  return changed ? { ...graph, nodes } : graph;
}

/**
 * A node with an optional field set, or, with undefined, without it. The fields keep the order of the
 * schema, in which the server stores them: the same node is the same JSON, however it was edited.
 */
function withField<K extends "name" | "note" | "disabled" | "position">(
  node: GraphNode,
  key: K,
  value: GraphNode[K],
): GraphNode {
  if (sameJson(node[key], value)) return node;
  const { id, operation, operationVersion, config } = node;
  const { name, position, note, disabled }: Partial<GraphNode> = { ...node, [key]: value };
  return {
    ...{ id, operation, operationVersion },
    ...(name !== undefined && { name }),
    ...(position !== undefined && { position }),
    ...(note !== undefined && { note }),
    ...(disabled !== undefined && { disabled }),
    config,
  };
}

function connect(graph: Graph, edge: GraphEdge): Graph {
  if (graph.edges.some(({ id }) => id === edge.id)) return graph;
  if (graph.edges.length >= EDGES_MAX) return graph;
  return canConnect(graph, edge) === null ? { ...graph, edges: [...graph.edges, edge] } : graph;
}

/** Removes the nodes, the edges, and every edge that touches a removed node. */
function remove(graph: Graph, nodeIds: readonly string[], edgeIds: readonly string[]): Graph {
  const goneNodes = new Set(nodeIds);
  const goneEdges = new Set(edgeIds);
  const nodes = graph.nodes.filter(({ id }) => !goneNodes.has(id));
  const edges = graph.edges.filter(
    ({ id, source, target }) =>
      !goneEdges.has(id) && !goneNodes.has(source) && !goneNodes.has(target),
  );
  const same = nodes.length === graph.nodes.length && edges.length === graph.edges.length;
  return same ? graph : { ...graph, nodes, edges };
}

/** Puts a node between the two ends of an edge, all or nothing. */
function insertOnEdge(
  graph: Graph,
  { edgeId, node, edges }: Extract<GraphOperation, { type: "insertOnEdge" }>,
): Graph {
  const old = graph.edges.find(({ id }) => id === edgeId);
  if (!old || isTrigger(node) || graph.nodes.some(({ id }) => id === node.id)) return graph;
  const [before, after] = edges;
  const fits =
    before.source === old.source &&
    before.sourcePort === old.sourcePort &&
    before.target === node.id &&
    after.source === node.id &&
    after.target === old.target;
  if (!fits) return graph;
  const cut = addNode(remove(graph, [], [edgeId]), node, before);
  const result = connect(cut, after);
  return result.edges.length === graph.edges.length + 1 ? result : graph;
}

/**
 * All or nothing; lowest index first, so that each finds the place it had. What was in a document is
 * not judged anew by the rules of connections and the limits: all it takes is ids that are not in
 * use, and an edge's two nodes.
 */
function restore(
  graph: Graph,
  { nodes, edges }: Extract<GraphOperation, { type: "restore" }>,
): Graph {
  if (nodes.length === 0 && edges.length === 0) return graph;
  const used = new Set([...graph.nodes, ...graph.edges].map(({ id }) => id));
  if ([...nodes, ...edges].some(({ item }) => used.has(item.id))) return graph;
  const restored = { nodes: placed(graph.nodes, nodes), edges: placed(graph.edges, edges) };
  const ids = new Set(restored.nodes.map(({ id }) => id));
  const dangles = edges.some(({ item }) => !ids.has(item.source) || !ids.has(item.target));
  return dangles ? graph : restored;
}

function placed<T>(list: readonly T[], additions: readonly Placed<T>[]): T[] {
  const result = [...list];
  for (const { index, item } of [...additions].sort((a, b) => a.index - b.index)) {
    result.splice(index, 0, item);
  }
  return result;
}

/** Whether two values are the same as JSON; the order of an object's keys counts. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
