import { type NodeHandle, Position } from "@xyflow/react";
import { getOperation } from "@/lib/apps/registry";
import type { GraphNode } from "@/lib/scenarios/graph";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout";

const HANDLE = 12;

/** A card's size and handles, told to React Flow so that it draws connections before it measures. */
export function knownSize(node: GraphNode): {
  width: number;
  height: number;
  measured: { width: number; height: number };
  handles: NodeHandle[];
} {
  const operation = getOperation(node.operation);
  const size = { width: HANDLE, height: HANDLE };
  const y = (NODE_HEIGHT - HANDLE) / 2;
  const handles: NodeHandle[] = (operation?.ports ?? []).map(({ key }) => ({
    id: key,
    type: "source",
    position: Position.Right,
    x: NODE_WIDTH - HANDLE / 2,
    y,
    ...size,
  }));
  if (operation?.kind !== "trigger") {
    handles.push({ type: "target", position: Position.Left, x: -HANDLE / 2, y, ...size });
  }
  const card = { width: NODE_WIDTH, height: NODE_HEIGHT };
  return { ...card, measured: card, handles };
}
