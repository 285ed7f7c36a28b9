"use client";

import { ViewportPortal } from "@xyflow/react";
import { memo, useMemo } from "react";
import { edgePath } from "@/components/graph/edge-path";
import { NODE_HEIGHT, NODE_WIDTH } from "@/components/graph/layout";
import type { GraphEdge } from "@/lib/scenarios/graph";
import type { Position as Point } from "@/lib/scenarios/operations";

/**
 * Connections seen from far, where none of them can be hit: all in one line, which costs as much as
 * one. Those that move are drawn by React Flow.
 */
export const FarEdges = memo(function FarEdges({
  edges,
  positions,
}: {
  edges: readonly GraphEdge[];
  positions: Readonly<Record<string, Point>>;
}) {
  const path = useMemo(
    () =>
      edges
        .map(({ source, target }) => {
          const [from, to] = [positions[source], positions[target]];
          if (!from || !to) return "";
          return edgePath({
            sourceX: from.x + NODE_WIDTH,
            sourceY: from.y + NODE_HEIGHT / 2,
            targetX: to.x,
            targetY: to.y + NODE_HEIGHT / 2,
          }).path;
        })
        .join(""),
    [edges, positions],
  );
  return (
    <ViewportPortal>
      <svg aria-hidden className="pointer-events-none absolute top-0 left-0 -z-10 overflow-visible">
        <path d={path} fill="none" stroke="var(--border-strong)" strokeWidth={3} />
      </svg>
    </ViewportPortal>
  );
});
