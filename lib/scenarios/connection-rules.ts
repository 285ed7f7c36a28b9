import { getOperation } from "@/lib/apps/registry";
import { type Graph, type GraphEdge, type GraphNode, isTrigger, nodeName } from "./graph";
import { graphIndex } from "./graph-index";

/** A connection that is there or wished for, without an id. */
export interface Connection {
  source: string;
  sourcePort: string;
  target: string;
}

export interface ConnectionFault {
  code: "dangling_edge" | "self_loop" | "edge_into_trigger" | "unknown_port";
  message: string;
}

/** A node as it is named in a sentence. */
export const quoted = (node: GraphNode) => `“${nodeName(node)}”`;

const isSameConnection = (one: Connection, other: Connection) =>
  one.source === other.source && one.sourcePort === other.sourcePort && one.target === other.target;

/** The same for two connections exactly when they are the same one. */
export const connectionKey = ({ source, sourcePort, target }: Connection) =>
  JSON.stringify([source, sourcePort, target]);

/** Why connecting these two makes a circle. */
export function circleMessage(source: GraphNode, target: GraphNode): string {
  return `Connecting ${quoted(source)} to ${quoted(target)} would make a circle, which never ends.`;
}

/** What is wrong with a connection by itself; circles and doubles apart. */
export function connectionFault(
  nodes: ReadonlyMap<string, GraphNode>,
  edge: Connection,
): ConnectionFault | null {
  const source = nodes.get(edge.source);
  const target = nodes.get(edge.target);
  if (!source || !target) {
    const missing = source ? edge.target : edge.source;
    return {
      code: "dangling_edge",
      message: `A connection leads to the node "${missing}", which does not exist.`,
    };
  }
  if (edge.source === edge.target) {
    return { code: "self_loop", message: `${quoted(source)} can't be connected to itself.` };
  }
  if (isTrigger(target)) {
    return {
      code: "edge_into_trigger",
      message: `${quoted(target)} is a trigger: it starts the scenario, nothing can lead into it.`,
    };
  }
  const operation = getOperation(source.operation);
  if (operation && !operation.ports.some((port) => port.key === edge.sourcePort)) {
    return {
      code: "unknown_port",
      message: `${quoted(source)} has no output called "${edge.sourcePort}".`,
    };
  }
  return null;
}

/** Whether this connection may be added to the graph: null, or the reason against it. */
export function canConnect(graph: Graph, connection: Connection): string | null {
  const { nodes, incoming, outgoing } = graphIndex(graph);
  const fault = connectionFault(nodes, connection);
  if (fault) return fault.message;
  const isThere = outgoing
    .get(connection.source)
    ?.some((edge) => isSameConnection(edge, connection));
  if (isThere) return "These two are connected already.";
  const [source, target] = [nodes.get(connection.source), nodes.get(connection.target)];
  if (source && target && leadingTo(source.id, incoming).has(target.id)) {
    return circleMessage(source, target);
  }
  return null;
}

/** The nodes that may follow a node's port, in the document's order: what `canConnect` allows. */
export function connectableTargets(graph: Graph, sourceId: string, sourcePort: string) {
  const { nodes, incoming, outgoing } = graphIndex(graph);
  const before = leadingTo(sourceId, incoming);
  return graph.nodes.filter(({ id: target }) => {
    const connection = { source: sourceId, sourcePort, target };
    if (before.has(target) || connectionFault(nodes, connection)) return false;
    return !outgoing.get(sourceId)?.some((edge) => isSameConnection(edge, connection));
  });
}

/** The ids of the nodes from which a way leads to a node, with the node itself. */
function leadingTo(nodeId: string, incoming: ReadonlyMap<string, readonly GraphEdge[]>) {
  const seen = new Set([nodeId]);
  for (const id of seen) for (const { source } of incoming.get(id) ?? []) seen.add(source);
  return seen;
}
