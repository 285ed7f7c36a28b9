import type { Handle } from "@xyflow/react";
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
