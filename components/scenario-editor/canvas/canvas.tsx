"use client";

import {
  Background,
  ControlButton,
  Controls,
  MiniMap,
  type OnConnectEnd,
  ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { Network } from "lucide-react";
import { useTheme } from "next-themes";
import { type DragEvent, useState } from "react";
import { toast } from "sonner";
import { canConnect } from "@/lib/scenarios/validate";
import { addNode } from "../add-node";
import { connect, tidyUp } from "../commands";
import { useEditorStore, useGraph } from "../context";
import { DRAG_TYPE } from "../drag";
import { GRID, NODE_HEIGHT, NODE_WIDTH, nodeAt } from "../layout";
import { CanvasMenu } from "./canvas-menu";
import { toConnection } from "./connection";
import { ConnectionLine } from "./connection-line";
import { FarEdges } from "./far-edges";
import { FlowEdgeLine } from "./flow-edge";
import { OperationNode } from "./operation-node";
import { PickNext } from "./pick-next";
import { useFlowElements } from "./use-flow-elements";
import { fitOptions, useViewport } from "./use-viewport";

const nodeTypes = { operation: OperationNode };
const edgeTypes = { flow: FlowEdgeLine };

interface End {
  source: string | null;
  target: string | null;
  sourceHandle?: string | null;
}

const connectionOf = ({ source, target, sourceHandle }: End) => ({
  source: source ?? "",
  sourcePort: sourceHandle ?? "out",
  target: target ?? "",
});

/** The graph, to look at and to edit with the mouse and the keyboard. */
export function Canvas() {
  const store = useEditorStore();
  const isEmpty = useGraph().nodes.length === 0;
  const { nodes, edges, far, onNodesChange, onEdgesChange } = useFlowElements();
  const { screenToFlowPosition } = useReactFlow();
  const { resolvedTheme } = useTheme();
  // The first node of an empty canvas stays where it was dropped.
  const [wasEmpty] = useState(isEmpty);
  useViewport();

  const onDrop = (event: DragEvent) => {
    const operation = event.dataTransfer.getData(DRAG_TYPE);
    if (operation === "") return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const position = { x: Math.round(x - NODE_WIDTH / 2), y: Math.round(y - NODE_HEIGHT / 2) };
    addNode(store, operation, { position });
  };

  const onConnectEnd: OnConnectEnd = (event, { isValid, fromHandle, toNode }) => {
    if (isValid || !fromHandle) return;
    const { clientX: x, clientY: y } =
      "changedTouches" in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
    const flow = screenToFlowPosition({ x, y });
    const targetId = toNode?.id ?? nodeAt(store.getState().history.present, flow);
    if (targetId === fromHandle.nodeId) return;
    if (targetId !== undefined) {
      const reason = connect(store, toConnection(fromHandle, targetId));
      if (reason) toast.error(reason);
      return;
    }
    if (fromHandle.type !== "source") return;
    const place = {
      after: fromHandle.nodeId,
      port: fromHandle.id ?? "out",
      position: { x: Math.round(flow.x), y: Math.round(flow.y - NODE_HEIGHT / 2) },
    };
    store.setState({ pick: { screen: { x, y }, place } });
  };

  return (
    <CanvasMenu>
      <section
        aria-label="Canvas"
        data-canvas
        tabIndex={-1}
        className="relative min-h-0 min-w-0 flex-1 bg-background"
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          colorMode={resolvedTheme === "dark" ? "dark" : "light"}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          isValidConnection={(end) =>
            canConnect(store.getState().history.present, connectionOf(end)) === null
          }
          onConnect={(end) => connect(store, connectionOf(end))}
          onConnectEnd={onConnectEnd}
          connectionLineComponent={ConnectionLine}
          // The editor's own shortcut deletes: it closes the gaps and says what it did.
          deleteKeyCode={null}
          onDragOver={(event) => {
            if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
            event.preventDefault();
            event.dataTransfer.dropEffect = "copy";
          }}
          onDrop={onDrop}
          snapToGrid
          snapGrid={[GRID, GRID]}
          fitView={!wasEmpty}
          fitViewOptions={fitOptions}
          minZoom={0.02}
          maxZoom={2}
          onlyRenderVisibleElements={nodes.length > 100}
        >
          {far.edges.length > 0 ? <FarEdges {...far} /> : null}
          <Background gap={GRID * 3} color="var(--border-strong)" size={1} />
          <Controls
            showInteractive={false}
            fitViewOptions={fitOptions}
            aria-label="Canvas controls"
          >
            <ControlButton onClick={() => tidyUp(store)} aria-label="Tidy up" title="Tidy up">
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
        <PickNext />
        {isEmpty ? (
          <div className="pointer-events-none absolute inset-0 grid place-items-center p-6">
            <p className="max-w-64 text-center text-muted text-sm">
              Begin with a trigger: choose “Order Created (Instant)” in the palette
              <span className="md:hidden"> (the button Add, below)</span>, then add what should
              happen.
            </p>
          </div>
        ) : null}
      </section>
    </CanvasMenu>
  );
}
