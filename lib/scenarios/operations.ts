import type { NodeConfig } from "@/lib/apps/types";
import { type Graph, type GraphEdge, type GraphNode, isTrigger } from "./graph";
import { canConnect } from "./validate";

export interface Position {
  x: number;
  y: number;
}

/** Every edit of a scenario graph, as data. */
export type GraphOperation =
  | { type: "addNode"; node: GraphNode; edge?: GraphEdge }
  | { type: "moveNodes"; positions: Record<string, Position> }
  | { type: "setConfig"; nodeId: string; config: NodeConfig }
  | { type: "renameNode"; nodeId: string; name: string | undefined }
  | { type: "connect"; edge: GraphEdge }
  | { type: "remove"; nodeIds: readonly string[]; edgeIds: readonly string[] }
  | { type: "insertOnEdge"; edgeId: string; node: GraphNode; edges: [GraphEdge, GraphEdge] };

/**
 * The graph after an operation. Pure; the one place where a graph changes. An operation that can't
 * be applied (an unknown node, a used id, a connection against the rules) returns the same graph
 * object, so `next === graph` tells that nothing happened.
 */
export function applyOperation(graph: Graph, operation: GraphOperation): Graph {
  switch (operation.type) {
    case "addNode":
      return addNode(graph, operation.node, operation.edge);
    case "moveNodes":
      return moveNodes(graph, operation.positions);
    case "setConfig":
      return updateNode(graph, operation.nodeId, (node) =>
        sameJson(node.config, operation.config) ? node : { ...node, config: operation.config },
      );
    case "renameNode":
      return updateNode(graph, operation.nodeId, (node) => rename(node, operation.name));
    case "connect":
      return connect(graph, operation.edge);
    case "remove":
      return remove(graph, operation.nodeIds, operation.edgeIds);
    case "insertOnEdge":
      return insertOnEdge(graph, operation);
  }
}

function addNode(graph: Graph, node: GraphNode, edge: GraphEdge | undefined): Graph {
  if (graph.nodes.some(({ id }) => id === node.id)) return graph;
  const added = { ...graph, nodes: [...graph.nodes, node] };
  return edge ? connect(added, edge) : added;
}

function moveNodes(graph: Graph, positions: Record<string, Position>): Graph {
  let moved = false;
  const nodes = graph.nodes.map((node) => {
    const position = Object.hasOwn(positions, node.id) ? positions[node.id] : undefined;
    if (!position || sameJson(node.position, position)) return node;
    moved = true;
    return { ...node, position };
  });
  return moved ? { ...graph, nodes } : graph;
}

function updateNode(graph: Graph, nodeId: string, update: (node: GraphNode) => GraphNode): Graph {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  const updated = node && update(node);
  if (!updated || updated === node) return graph;
  return { ...graph, nodes: graph.nodes.map((other) => (other === node ? updated : other)) };
}

function rename(node: GraphNode, name: string | undefined): GraphNode {
  const wanted = name?.trim() ? name : undefined;
  if (wanted === node.name) return node;
  const { name: _, ...rest } = node;
  return wanted === undefined ? rest : { ...rest, name: wanted };
}

function connect(graph: Graph, edge: GraphEdge): Graph {
  if (graph.edges.some(({ id }) => id === edge.id)) return graph;
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

/** Whether two values are the same as JSON; the order of an object's keys counts. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
