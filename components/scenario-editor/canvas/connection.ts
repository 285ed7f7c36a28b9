import type { Handle, XYPosition } from "@xyflow/react";
import type { Connection } from "@/lib/scenarios/connection-rules";
import type { Graph } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { firstPort } from "../add-node";

/** The connection that a drag from a handle to a node makes, whichever way it was drawn. */
export function toConnection(
  graph: Graph,
  from: Pick<Handle, "type" | "nodeId" | "id">,
  nodeId: string,
): Connection {
  return from.type === "source"
    ? { source: from.nodeId, sourcePort: from.id ?? portOf(graph, from.nodeId), target: nodeId }
    : { source: nodeId, sourcePort: portOf(graph, nodeId), target: from.nodeId };
}

/** Of a node whose operation is not known here; the document's own default. */
const ANY_PORT = "out";

/** The port that a connection from a node has by default. One that the node lacks is refused in words. */
export function portOf(graph: Graph, nodeId: string): string {
  const node = graphIndex(graph).nodes.get(nodeId);
  return (node && firstPort(node)) ?? ANY_PORT;
}

/** In the canvas's units. */
const AWAY = 60;

/** Whether a connection was drawn so far that its end is meant, though it is where it began. */
export const isAway = (point: XYPosition, from: XYPosition) =>
  Math.hypot(point.x - from.x, point.y - from.y) > AWAY;
