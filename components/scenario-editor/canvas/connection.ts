import type { Handle, XYPosition } from "@xyflow/react";
import type { Connection } from "@/lib/scenarios/connection-rules";

/** The connection that a drag from a handle to a node makes, whichever way it was drawn. */
export function toConnection(
  from: Pick<Handle, "type" | "nodeId" | "id">,
  nodeId: string,
): Connection {
  return from.type === "source"
    ? { source: from.nodeId, sourcePort: from.id ?? "out", target: nodeId }
    : { source: nodeId, sourcePort: "out", target: from.nodeId };
}

/** In the canvas's units. */
const AWAY = 60;

/** Whether a connection was drawn so far that its end is meant, though it is where it began. */
export const isAway = (point: XYPosition, from: XYPosition) =>
  Math.hypot(point.x - from.x, point.y - from.y) > AWAY;
