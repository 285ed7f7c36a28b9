"use client";

import {
  BaseEdge,
  type Edge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
} from "@xyflow/react";
import { memo } from "react";
import { nodeName } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { insertNode } from "../add-node";
import { useEditor, useEditorStore } from "../context";
import { ActionMenu } from "./action-menu";
import { countRender } from "./count-render";

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
  const store = useEditorStore();
  const source = useNodeName(props.source);
  const target = useNodeName(props.target);
  const [path, x, y] = getBezierPath(props);
  return (
    <>
      <BaseEdge
        id={props.id}
        path={path}
        markerEnd={props.markerEnd}
        style={{
          stroke: props.selected ? "var(--accent)" : "var(--border-strong)",
          strokeWidth: props.selected ? 2 : 1.5,
        }}
      />
      <EdgeLabelRenderer>
        <div
          className="pointer-events-auto absolute opacity-70 focus-within:opacity-100 hover:opacity-100"
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          <ActionMenu
            label={`Insert between ${source} and ${target}`}
            onPick={(key) => insertNode(store, key, props.id)}
          />
        </div>
      </EdgeLabelRenderer>
    </>
  );
});
