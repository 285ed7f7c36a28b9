"use client";

import {
  Background,
  BaseEdge,
  Controls,
  type Edge,
  type EdgeProps,
  MarkerType,
  type Node,
  type NodeProps,
  ReactFlow,
  ReactFlowProvider,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { useTheme } from "next-themes";
import { memo, type ReactNode, useMemo } from "react";
import { edgePath } from "@/components/graph/edge-path";
import { knownSize } from "@/components/graph/known-size";
import { GRID, shownPositions } from "@/components/graph/layout";
import { NodeCard } from "@/components/graph/node-card";
import type { EdgeLook } from "@/components/runs/edge-look";
import { type Graph, type GraphEdge, type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { flowOrder, graphIndex } from "@/lib/scenarios/graph-index";

type ReadNode = Node<{ node: GraphNode; foot: ReactNode }, "read">;

const ReadCard = memo(function ReadCard({ data, selected }: NodeProps<ReadNode>) {
  return <NodeCard node={data.node} selected={selected} isConnectable={false} foot={data.foot} />;
});

/** The same line as in the editor. */
function ReadEdge(props: EdgeProps) {
  return (
    <BaseEdge
      id={props.id}
      path={edgePath(props).path}
      markerEnd={props.markerEnd}
      style={props.style}
    />
  );
}

const nodeTypes = { read: ReadCard };
const edgeTypes = { flow: ReadEdge };
const fitOptions = { maxZoom: 1, padding: 0.2 };

/** What a card says about its node. */
export interface CardState {
  foot: ReactNode;
  /** The same in words, for its name. */
  words: string;
}

/**
 * A graph to read, not to edit. `stateOf` and `lookOf` must be the same functions for as long as
 * they answer the same.
 */
export function ReadCanvas({
  label,
  graph,
  stateOf,
  lookOf,
  selectedNodeId,
  onSelect,
}: {
  label: string;
  graph: Graph;
  stateOf: (node: GraphNode) => CardState;
  lookOf: (edge: GraphEdge) => EdgeLook;
  selectedNodeId: string | null;
  onSelect: (nodeId: string | null) => void;
}) {
  const { resolvedTheme } = useTheme();
  const positions = useMemo(() => shownPositions(graph), [graph]);
  const nodes = useMemo(() => {
    const index = graphIndex(graph).nodes;
    return flowOrder(graph).flatMap((id): ReadNode[] => {
      const node = index.get(id);
      if (!node) return [];
      const { foot, words } = stateOf(node);
      return [
        {
          id,
          type: "read",
          ...knownSize(node),
          position: positions[id] ?? { x: 0, y: 0 },
          data: { node, foot },
          selected: id === selectedNodeId,
          ariaLabel: [nodeName(node), words].filter(Boolean).join(", "),
        },
      ];
    });
  }, [graph, positions, stateOf, selectedNodeId]);
  const edges = useMemo(
    () =>
      graph.edges.map((each): Edge => {
        const { id, source, sourcePort, target } = each;
        const { color, dash, isAnimated = false } = lookOf(each);
        return {
          id,
          type: "flow",
          source,
          sourceHandle: sourcePort,
          target,
          focusable: false,
          animated: isAnimated,
          style: { stroke: color, strokeWidth: 1.5, ...(dash && { strokeDasharray: dash }) },
          markerEnd: { type: MarkerType.ArrowClosed, color },
        };
      }),
    [graph, lookOf],
  );
  return (
    <ReactFlowProvider>
      <ReactFlow
        aria-label={label}
        className="[--xy-attribution-background-color:transparent]"
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={resolvedTheme === "dark" ? "dark" : "light"}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesReconnectable={false}
        deleteKeyCode={null}
        onNodeClick={(_, { id }) => onSelect(id)}
        onPaneClick={() => onSelect(null)}
        onNodesChange={(changes) => {
          // Enter on the node that has the focus selects it.
          const chosen = changes.find((change) => change.type === "select" && change.selected);
          if (chosen && "id" in chosen) onSelect(chosen.id);
        }}
        zoomOnScroll={false}
        preventScrolling={false}
        minZoom={0.1}
        maxZoom={2}
        fitView
        fitViewOptions={fitOptions}
        onlyRenderVisibleElements={nodes.length > 100}
      >
        <Background gap={GRID * 3} color="var(--border-strong)" size={1} />
        <Controls
          showInteractive={false}
          fitViewOptions={fitOptions}
          aria-label="Canvas controls"
        />
      </ReactFlow>
    </ReactFlowProvider>
  );
}
