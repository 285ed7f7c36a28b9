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
import { memo, useMemo } from "react";
import type { RunDetail, RunStep } from "@/components/api";
import { edgePath } from "@/components/graph/edge-path";
import { knownSize } from "@/components/graph/known-size";
import { GRID, shownPositions } from "@/components/graph/layout";
import { NodeCard } from "@/components/graph/node-card";
import { tookWords } from "@/components/runs/duration";
import { StatusBadge } from "@/components/ui/status-badge";
import { type Graph, type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { flowOrder, graphIndex } from "@/lib/scenarios/graph-index";

type StepNode = Node<{ node: GraphNode; step: RunStep | undefined }, "step">;

/** A node as it fared in a run. */
const StepCard = memo(function StepCard({ data, selected }: NodeProps<StepNode>) {
  const { node, step } = data;
  const took = step ? tookWords(step.startedAt, step.completedAt) : null;
  return (
    <NodeCard
      node={node}
      selected={selected}
      isConnectable={false}
      foot={
        <>
          <StatusBadge status={step?.status ?? "pending"} />
          {took ? <span className="text-muted text-xs tabular-nums">{took}</span> : null}
        </>
      }
    />
  );
});

/** The same line as in the editor. */
function RunEdge(props: EdgeProps) {
  return (
    <BaseEdge
      id={props.id}
      path={edgePath(props).path}
      markerEnd={props.markerEnd}
      style={props.style}
    />
  );
}

const nodeTypes = { step: StepCard };
const edgeTypes = { flow: RunEdge };
const fitOptions = { maxZoom: 1, padding: 0.2 };

/** Whether the way from a node was taken. */
const isTaken = (step: RunStep | undefined) => step?.status === "succeeded";

/** A run on the very graph it used: to read, not to edit. */
export function RunCanvas({
  run,
  selectedNodeId,
  onSelect,
}: {
  run: RunDetail;
  selectedNodeId: string | null;
  onSelect: (nodeId: string | null) => void;
}) {
  const { resolvedTheme } = useTheme();
  const graph: Graph = run.graph;
  const positions = useMemo(() => shownPositions(graph), [graph]);
  const steps = useMemo(() => new Map(run.steps.map((step) => [step.nodeId, step])), [run.steps]);
  const nodes = useMemo(() => {
    const index = graphIndex(graph).nodes;
    return flowOrder(graph).flatMap((id): StepNode[] => {
      const node = index.get(id);
      if (!node) return [];
      const step = steps.get(id);
      return [
        {
          id,
          type: "step",
          ...knownSize(node),
          position: positions[id] ?? { x: 0, y: 0 },
          data: { node, step },
          selected: id === selectedNodeId,
          ariaLabel: `${nodeName(node)}, ${step?.status ?? "pending"}`,
        },
      ];
    });
  }, [graph, positions, steps, selectedNodeId]);
  const edges = useMemo(
    () =>
      graph.edges.map(({ id, source, sourcePort, target }): Edge => {
        const taken = isTaken(steps.get(source));
        const color = taken ? "var(--success)" : "var(--border-strong)";
        return {
          id,
          type: "flow",
          source,
          sourceHandle: sourcePort,
          target,
          focusable: false,
          animated: taken && steps.get(target)?.status === "waiting",
          style: { stroke: color, strokeWidth: 1.5, ...(taken ? {} : { strokeDasharray: "4 4" }) },
          markerEnd: { type: MarkerType.ArrowClosed, color },
        };
      }),
    [graph, steps],
  );
  return (
    <ReactFlowProvider>
      <ReactFlow
        aria-label="The run on its graph"
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
