"use client";

import { type ConnectionLineComponentProps, getBezierPath } from "@xyflow/react";
import { nodeAt } from "@/components/graph/layout";
import { canConnect } from "@/lib/scenarios/connection-rules";
import { useEditorStore } from "../context";
import { isAway, toConnection } from "./connection";

/** The connection being drawn; over a node that refuses it, the reason stands beside the pointer. */
export function ConnectionLine({
  fromX,
  fromY,
  toX,
  toY,
  fromPosition,
  toPosition,
  fromHandle,
  toNode,
}: ConnectionLineComponentProps) {
  const store = useEditorStore();
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    sourcePosition: fromPosition,
    targetX: toX,
    targetY: toY,
    targetPosition: toPosition,
  });
  const graph = store.getState().history.present;
  // A whole card is a target, not its small handle alone.
  const targetId = toNode?.id ?? nodeAt(graph, { x: toX, y: toY });
  const reason =
    targetId === undefined ||
    (targetId === fromHandle.nodeId && !isAway({ x: toX, y: toY }, { x: fromX, y: fromY }))
      ? null
      : canConnect(graph, toConnection(graph, fromHandle, targetId));
  return (
    <g>
      <path
        d={path}
        fill="none"
        stroke={reason ? "var(--danger)" : "var(--accent)"}
        strokeWidth={2}
      />
      {reason ? (
        <foreignObject
          x={toX + 12}
          y={toY + 12}
          width={240}
          height={80}
          className="overflow-visible"
        >
          <p className="w-fit rounded-md border bg-surface px-2 py-1 text-danger text-xs shadow-lg">
            {reason}
          </p>
        </foreignObject>
      ) : null}
    </g>
  );
}
