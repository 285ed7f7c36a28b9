import { toast } from "sonner";
import { GRID, NODE_WIDTH, placeAfter, shownPositions, snap } from "@/components/graph/layout";
import { getOperation } from "@/lib/apps/registry";
import { type Connection, canConnect } from "@/lib/scenarios/connection-rules";
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  isTrigger,
  nodeName,
} from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { applyOperation, type GraphOperation, type Position } from "@/lib/scenarios/operations";
import { refusalOf } from "@/lib/scenarios/refused-operation";
import type { EditorStore } from "./store";

/** A short id that no other node or edge of the document has. */
export function freshId(prefix: "n" | "e"): string {
  return `${prefix}_${crypto.getRandomValues(new Uint32Array(2)).join("").slice(0, 14)}`;
}

export function newEdge(connection: Connection): GraphEdge {
  return { id: freshId("e"), ...connection };
}

function newNode(graph: Graph, operationKey: string, position: Position): GraphNode | null {
  const operation = getOperation(operationKey);
  if (!operation) return null;
  const name = freeName(graph, operation.title);
  return {
    id: freshId("n"),
    ...(name === operation.title ? {} : { name }),
    operation: operation.key,
    operationVersion: operation.version,
    position,
    config: { ...operation.initialConfig },
  };
}

/** A title that no node has yet: "Send Webhook", then "Send Webhook 2". */
function freeName(graph: Graph, title: string): string {
  const taken = new Set(graph.nodes.map(nodeName));
  if (!taken.has(title)) return title;
  let count = 2;
  while (taken.has(`${title} ${count}`)) count += 1;
  return `${title} ${count}`;
}

/** The node a fresh action is joined to: the selected one, else the trigger. */
function predecessor(graph: Graph, selected: string | undefined): GraphNode | undefined {
  return graph.nodes.find((node) => node.id === selected) ?? graph.nodes.find(isTrigger);
}

/** The connection that joins a fresh node to what is there, if one is obvious. */
function naturalConnection(
  graph: Graph,
  node: GraphNode,
  from?: string,
  fromPort?: string,
): Connection | undefined {
  if (isTrigger(node)) {
    const targets = new Set(graph.edges.map((edge) => edge.target));
    const roots = graph.nodes.filter((other) => !isTrigger(other) && !targets.has(other.id));
    const [root] = roots;
    if (roots.length !== 1 || !root || graph.nodes.some(isTrigger)) return undefined;
    return joinedBy(firstPort(node), node.id, root.id);
  }
  const source = predecessor(graph, from);
  if (!source) return undefined;
  return joinedBy(fromPort ?? firstPort(source), source.id, node.id);
}

/** The port that a connection leaves a node by when nobody says which; undefined when it has none. */
export const firstPort = ({ operation }: Pick<GraphNode, "operation">): string | undefined =>
  getOperation(operation)?.ports[0]?.key;

const joinedBy = (sourcePort: string | undefined, source: string, target: string) =>
  sourcePort === undefined ? undefined : { source, sourcePort, target };

export interface AddOptions {
  position?: Position;
  /** The node to join the fresh one to; by default the selected one. */
  after?: string;
  /** The port of that node; by default its first. */
  port?: string;
  /** Whether it is left unconnected: what is dropped into the empty canvas is meant to lie there. */
  isLoose?: boolean;
}

/** Adds a node of an operation, joined to what is there, and selects it. */
export function addNode(store: EditorStore, operationKey: string, options: AddOptions = {}) {
  const { history, selection, apply, markFresh, select, requestReveal, say } = store.getState();
  const graph = history.present;
  const selected = selection.nodeIds.length === 1 ? selection.nodeIds[0] : undefined;
  const anchor = options.after ?? predecessor(graph, selected)?.id;
  const node = newNode(graph, operationKey, options.position ?? placeAfter(graph, anchor));
  if (!node) return;
  const connection = options.isLoose
    ? undefined
    : naturalConnection(graph, node, options.after ?? selected, options.port);
  const added = { ...graph, nodes: [...graph.nodes, node] };
  const edge =
    connection && canConnect(added, connection) === null ? newEdge(connection) : undefined;
  const operation: GraphOperation = { type: "addNode", node, edge };
  if (!apply(operation)) return refuse(store, operation);
  markFresh(node.id);
  select({ nodeIds: [node.id] });
  requestReveal(node.id);
  say(`${nodeName(node)} added.`);
}

/** Between two cards in a row, in the canvas's units. */
const GAP = 88;

/**
 * Puts a node of an operation between the two ends of an edge, and selects it. What follows moves on
 * where there is no room for another card; all of it is one entry of the history.
 */
export function insertNode(store: EditorStore, operationKey: string, edgeId: string) {
  const { history, apply, markFresh, select, requestReveal, say } = store.getState();
  const graph = history.present;
  const edge = graphIndex(graph).edges.get(edgeId);
  if (!edge) return;
  const { position, moved } = roomOn(graph, edge);
  const node = newNode(graph, operationKey, position);
  const port = node && firstPort(node);
  if (!node || !port) return;
  const { source, sourcePort, target } = edge;
  const before = newEdge({ source, sourcePort, target: node.id });
  const after = newEdge({ source: node.id, sourcePort: port, target });
  const insertion: GraphOperation = { type: "insertOnEdge", edgeId, node, edges: [before, after] };
  // What follows must not move for a card that can't be put there.
  if (applyOperation(graph, insertion) === graph) return refuse(store, insertion);
  apply([insertion, ...moved]);
  markFresh(node.id);
  select({ nodeIds: [node.id] });
  requestReveal(node.id);
  say(`${nodeName(node)} inserted.`);
}

/** Puts a node that is connected to nothing onto an edge. False when it can't be put there. */
export function insertExisting(store: EditorStore, nodeId: string, edgeId: string): boolean {
  const { history, apply, say } = store.getState();
  const graph = history.present;
  const { nodes, edges, incoming, outgoing } = graphIndex(graph);
  const [node, edge] = [nodes.get(nodeId), edges.get(edgeId)];
  const port = node && firstPort(node);
  const isLoose = !incoming.has(nodeId) && !outgoing.has(nodeId);
  if (!node || !edge || !port || !isLoose || isTrigger(node)) return false;
  const { source, sourcePort, target } = edge;
  const taken = apply([
    { type: "remove", nodeIds: [], edgeIds: [edgeId] },
    { type: "connect", edge: newEdge({ source, sourcePort, target: nodeId }) },
    { type: "connect", edge: newEdge({ source: nodeId, sourcePort: port, target }) },
  ]);
  if (taken) say(`${nodeName(node)} inserted.`);
  return taken;
}

/** Where a card fits on an edge, and how what follows has to move for it. */
function roomOn(graph: Graph, edge: GraphEdge): { position: Position; moved: GraphOperation[] } {
  const positions = shownPositions(graph);
  const [from, to] = [positions[edge.source], positions[edge.target]];
  if (!from || !to) return { position: placeAfter(graph, edge.source), moved: [] };
  const step = NODE_WIDTH + GAP;
  // A connection that leads back has its room beside the cards, not between them.
  if (to.x <= from.x) return { position: placeAfter(graph, edge.source), moved: [] };
  const missing = from.x + 2 * step - to.x;
  if (missing <= 0) {
    return { position: { x: snap((from.x + to.x) / 2), y: snap((from.y + to.y) / 2) }, moved: [] };
  }
  const shift = snap(missing + GRID / 2);
  const following = [...followers(graph, edge.target)].filter((id) => id !== edge.source);
  const places = following.flatMap((id) => {
    const place = positions[id];
    return place ? [[id, { x: place.x + shift, y: place.y }] as const] : [];
  });
  return {
    position: { x: snap(from.x + step), y: to.y },
    moved: [{ type: "moveNodes", positions: Object.fromEntries(places) }],
  };
}

/** A node and all that a way leads to from it. */
function followers(graph: Graph, nodeId: string): Set<string> {
  const { outgoing } = graphIndex(graph);
  const seen = new Set([nodeId]);
  for (const id of seen) for (const { target } of outgoing.get(id) ?? []) seen.add(target);
  return seen;
}

/** Tells why an operation changed nothing. */
function refuse(store: EditorStore, operation: GraphOperation): void {
  const reason = refusalOf(store.getState().history.present, operation);
  if (reason) toast.error(reason);
}
