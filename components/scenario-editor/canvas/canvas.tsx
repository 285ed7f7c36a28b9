"use client";

import {
  Background,
  ControlButton,
  Controls,
  MiniMap,
  ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { Network } from "lucide-react";
import { useTheme } from "next-themes";
import { type DragEvent, useEffect } from "react";
import { toast } from "sonner";
import { canConnect } from "@/lib/scenarios/validate";
import { addNode, newEdge } from "../add-node";
import { useEditor, useEditorStore, useGraph } from "../context";
import { DRAG_TYPE } from "../drag";
import { GRID, NODE_HEIGHT, NODE_WIDTH, tidyPositions } from "../layout";
import { FlowEdgeLine } from "./flow-edge";
import { OperationNode } from "./operation-node";
import { useFlowElements } from "./use-flow-elements";

const nodeTypes = { operation: OperationNode };
const edgeTypes = { flow: FlowEdgeLine };
const fitOptions = { maxZoom: 1, padding: 0.2 };

interface End {
  source: string | null;
  target: string | null;
  sourceHandle?: string | null;
}

const toConnection = ({ source, target, sourceHandle }: End) => ({
  source: source ?? "",
  sourcePort: sourceHandle ?? "out",
  target: target ?? "",
});

/** The graph, to look at and to edit with the mouse and the keyboard. */
export function Canvas() {
  const store = useEditorStore();
  const isEmpty = useGraph().nodes.length === 0;
  const { nodes, edges, onNodesChange, onEdgesChange } = useFlowElements();
  const { screenToFlowPosition, fitView } = useReactFlow();
  const { resolvedTheme } = useTheme();
  const focus = useEditor((state) => state.focus);
  const fitRequests = useEditor((state) => state.fitRequests);

  useEffect(() => {
    if (focus) void fitView({ ...fitOptions, nodes: [{ id: focus.nodeId }], duration: 120 });
  }, [focus, fitView]);

  useEffect(() => {
    if (fitRequests === 0) return;
    // After React Flow has measured what is new.
    const timer = setTimeout(() => void fitView({ ...fitOptions, duration: 120 }), 60);
    return () => clearTimeout(timer);
  }, [fitRequests, fitView]);

  const tidyUp = () => {
    const { history, apply, requestFit } = store.getState();
    apply({ type: "moveNodes", positions: tidyPositions(history.present) });
    requestFit();
  };
  const onDrop = (event: DragEvent) => {
    const operation = event.dataTransfer.getData(DRAG_TYPE);
    if (operation === "") return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const position = {
      x: Math.round(x - NODE_WIDTH / 2),
      y: Math.round(y - NODE_HEIGHT / 2),
    };
    addNode(store, operation, { position });
  };

  return (
    <section aria-label="Canvas" className="relative min-w-0 flex-1 bg-background">
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        colorMode={resolvedTheme === "dark" ? "dark" : "light"}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        isValidConnection={(end) =>
          canConnect(store.getState().history.present, toConnection(end)) === null
        }
        onConnect={(end) =>
          store.getState().apply({ type: "connect", edge: newEdge(toConnection(end)) })
        }
        onConnectEnd={(_, { isValid, fromHandle, toNode }) => {
          if (isValid !== false || !fromHandle || !toNode) return;
          const outwards = fromHandle.type === "source";
          const reason = canConnect(store.getState().history.present, {
            source: outwards ? fromHandle.nodeId : toNode.id,
            sourcePort: (outwards ? fromHandle.id : null) ?? "out",
            target: outwards ? toNode.id : fromHandle.nodeId,
          });
          if (reason) toast.error(reason);
        }}
        onBeforeDelete={async ({ nodes: goneNodes, edges: goneEdges }) => {
          store.getState().apply({
            type: "remove",
            nodeIds: goneNodes.map(({ id }) => id),
            edgeIds: goneEdges.map(({ id }) => id),
          });
          return false;
        }}
        deleteKeyCode={["Delete", "Backspace"]}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }}
        onDrop={onDrop}
        snapToGrid
        snapGrid={[GRID, GRID]}
        fitView
        fitViewOptions={fitOptions}
        minZoom={0.1}
        maxZoom={2}
        onlyRenderVisibleElements={nodes.length > 100}
      >
        <Background gap={GRID * 3} color="var(--border-strong)" size={1} />
        <Controls showInteractive={false} fitViewOptions={fitOptions} aria-label="Canvas controls">
          <ControlButton onClick={tidyUp} aria-label="Tidy up" title="Tidy up">
            <Network aria-hidden />
          </ControlButton>
        </Controls>
        <MiniMap
          pannable
          zoomable
          ariaLabel="Map of the scenario"
          className="max-lg:hidden"
          style={{ width: 128, height: 88 }}
          nodeColor="var(--border-strong)"
          bgColor="var(--surface)"
          maskColor="color-mix(in srgb, var(--surface-2) 70%, transparent)"
        />
      </ReactFlow>
      {isEmpty ? (
        <div className="pointer-events-none absolute inset-0 grid place-items-center p-6">
          <p className="max-w-64 text-center text-muted text-sm">
            Begin with a trigger: choose “Order Created (Instant)” on the left, then add what should
            happen.
          </p>
        </div>
      ) : null}
    </section>
  );
}
