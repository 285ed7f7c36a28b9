import { toast } from "sonner";
import { getOperation } from "@/lib/apps/registry";
import { type Connection, canConnect } from "@/lib/scenarios/connection-rules";
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  isTrigger,
  nodeName,
} from "@/lib/scenarios/graph";
import type { GraphOperation, Position } from "@/lib/scenarios/operations";
import { refusalOf } from "@/lib/scenarios/refused-operation";
import { placeAfter, shownPositions } from "./layout";
import type { EditorStore } from "./store";

/** A short id that no other node or edge of the document has. */
export function freshId(prefix: "n" | "e"): string {
  return `${prefix}_${crypto.getRandomValues(new Uint32Array(2)).join("").slice(0, 14)}`;
}

export function newEdge(connection: Connection): GraphEdge {
  return { id: freshId("e"), ...connection };
}

function newNode(operationKey: string, position: Position): GraphNode | null {
  const operation = getOperation(operationKey);
  if (!operation) return null;
  return {
    id: freshId("n"),
    operation: operation.key,
    operationVersion: operation.version,
    position,
    config: { ...operation.initialConfig },
  };
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
    return { source: node.id, sourcePort: "out", target: root.id };
  }
  const source = predecessor(graph, from);
  if (!source) return undefined;
  const port = fromPort ?? getOperation(source.operation)?.ports[0]?.key;
  return port === undefined ? undefined : { source: source.id, sourcePort: port, target: node.id };
}

export interface AddOptions {
  position?: Position;
  /** The node to join the fresh one to; by default the selected one. */
  after?: string;
  /** The port of that node; by default its first. */
  port?: string;
}

/** Adds a node of an operation, joined to what is there, and selects it. */
export function addNode(store: EditorStore, operationKey: string, options: AddOptions = {}) {
  const { history, selection, apply, select, requestReveal, say } = store.getState();
  const graph = history.present;
  const selected = selection.nodeIds.length === 1 ? selection.nodeIds[0] : undefined;
  const anchor = options.after ?? predecessor(graph, selected)?.id;
  const node = newNode(operationKey, options.position ?? placeAfter(graph, anchor));
  if (!node) return;
  const connection = naturalConnection(graph, node, options.after ?? selected, options.port);
  const added = { ...graph, nodes: [...graph.nodes, node] };
  const edge =
    connection && canConnect(added, connection) === null ? newEdge(connection) : undefined;
  const operation: GraphOperation = { type: "addNode", node, edge };
  if (!apply(operation)) return refuse(store, operation);
  select({ nodeIds: [node.id] });
  requestReveal(node.id);
  say(`${nodeName(node)} added.`);
}

/** Puts a node of an operation between the two ends of an edge, and selects it. */
export function insertNode(store: EditorStore, operationKey: string, edgeId: string) {
  const { history, apply, select, requestReveal, say } = store.getState();
  const graph = history.present;
  const edge = graph.edges.find(({ id }) => id === edgeId);
  if (!edge) return;
  const positions = shownPositions(graph);
  const [from, to] = [positions[edge.source], positions[edge.target]];
  const middle = from && to && { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 + 112 };
  const node = newNode(operationKey, middle ?? placeAfter(graph, edge.source));
  const [port] = getOperation(operationKey)?.ports ?? [];
  if (!node || !port) return;
  const { source, sourcePort, target } = edge;
  const before = newEdge({ source, sourcePort, target: node.id });
  const after = newEdge({ source: node.id, sourcePort: port.key, target });
  const operation: GraphOperation = {
    type: "insertOnEdge",
    edgeId,
    node,
    edges: [before, after],
  };
  if (!apply(operation)) return refuse(store, operation);
  select({ nodeIds: [node.id] });
  requestReveal(node.id);
  say(`${nodeName(node)} inserted.`);
}

/** Tells why an operation changed nothing. */
function refuse(store: EditorStore, operation: GraphOperation): void {
  const reason = refusalOf(store.getState().history.present, operation);
  if (reason) toast.error(reason);
}
