"use client";

import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { edgePath } from "@/components/graph/edge-path";
import { nodeName } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { useEditor } from "../context";
import { PlusButton } from "./action-menu";
import { countRender } from "./count-render";
import { useIsFar } from "./use-is-far";

export type FlowEdge = Edge<Record<string, never>, "flow">;

function useNodeName(id: string): string {
  return useEditor((state) => {
    const node = graphIndex(state.history.present).nodes.get(id);
    return node ? nodeName(node) : id;
  });
}

/** A connection with a plus in its middle, to put a node there. */
export const FlowEdgeLine = memo(function FlowEdgeLine(props: EdgeProps<FlowEdge>) {
  countRender(props.id);
  const source = useNodeName(props.source);
  const target = useNodeName(props.target);
  const isFar = useIsFar();
  const isAimedAt = useEditor((state) => state.dropEdgeId === props.id);
  const isStrong = props.selected || isAimedAt;
  const { path, middle } = edgePath(props);
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        markerEnd={props.markerEnd}
        style={{
          stroke: isStrong ? "var(--accent)" : "var(--border-strong)",
          strokeWidth: isAimedAt ? 4 : isStrong ? 2 : 1.5,
        }}
      />
      {isFar ? null : (
        <EdgeLabelRenderer>
          <div
            data-edge-id={props.id}
            className="pointer-events-auto absolute opacity-70 focus-within:opacity-100 hover:opacity-100"
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            <PlusButton
              label={`Insert between ${source} and ${target}`}
              place={{ edgeId: props.id }}
              isTabStop={false}
            />
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
