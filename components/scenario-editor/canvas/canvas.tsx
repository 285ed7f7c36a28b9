"use client";

import {
  Background,
  ControlButton,
  Controls,
  MiniMap,
  ReactFlow,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { Network, Search } from "lucide-react";
import { useTheme } from "next-themes";
import { type KeyboardEvent, memo, startTransition, useEffect, useState } from "react";
import { GRID } from "@/components/graph/layout";
import { liveOperations } from "@/lib/apps/registry";
import { tidyUp } from "../commands";
import { useEditorStore, useGraph } from "../context";
import { keys } from "../shortcuts";
import { CanvasMenu } from "./canvas-menu";
import { ConnectionLine } from "./connection-line";
import { FarEdges } from "./far-edges";
import { FindNode } from "./find-node";
import { FlowEdgeLine } from "./flow-edge";
import { OperationNode } from "./operation-node";
import { PickNext } from "./pick-next";
import { useCanvasHandlers } from "./use-canvas-handlers";
import { useFlowElements } from "./use-flow-elements";
import { fitOptions, useViewport } from "./use-viewport";

const nodeTypes = { operation: OperationNode };
const edgeTypes = { flow: FlowEdgeLine };

const firstTrigger = liveOperations("trigger")[0];

// Fixed objects and functions: what React Flow is given anew, it compares and renders anew, and a
// drag renders the canvas with every frame.
const snapGrid: [number, number] = [GRID, GRID];
const mapStyle = { width: 128, height: 88 };

/** The graph, to look at and to edit with the mouse and the keyboard. */
export function Canvas() {
  const isEmpty = useGraph().nodes.length === 0;
  const { nodes, edges, far, onNodesChange, onEdgesChange } = useFlowElements();
  const { resolvedTheme } = useTheme();
  // The first node of an empty canvas stays where it was dropped.
  const [wasEmpty] = useState(isEmpty);
  useViewport();

  const handlers = useCanvasHandlers();
  const store = useEditorStore();
  /** React Flow takes the focus off a node with Escape; it is where the keyboard goes on from. */
  const onKeyDownCapture = (event: KeyboardEvent) => {
    const isOnNode = event.target instanceof Element && event.target.closest(".react-flow__node");
    if (event.key !== "Escape" || !isOnNode) return;
    event.preventDefault();
    event.stopPropagation();
    store.getState().select({});
  };

  return (
    <CanvasMenu>
      <section
        aria-label="Canvas"
        data-canvas
        onKeyDownCapture={onKeyDownCapture}
        tabIndex={-1}
        // Its ring lies within, over the graph: around it, the panels beside it would cover it.
        className="relative min-h-0 min-w-0 flex-1 bg-background [--xy-attribution-background-color:transparent] after:pointer-events-none after:absolute after:inset-0 after:z-10 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
      >
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          // Tab goes from node to node; a node's connections are listed in its settings.
          edgesFocusable={false}
          colorMode={resolvedTheme === "dark" ? "dark" : "light"}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          {...handlers}
          connectionLineComponent={ConnectionLine}
          // The editor's own shortcut deletes: it closes the gaps and says what it did.
          deleteKeyCode={null}
          selectionMode={SelectionMode.Partial}
          snapToGrid
          snapGrid={snapGrid}
          fitView={!wasEmpty}
          fitViewOptions={fitOptions}
          // On a phone the corners have the controls and the button that adds.
          attributionPosition="bottom-center"
          minZoom={0.02}
          maxZoom={2}
          onlyRenderVisibleElements={nodes.length > 100}
        >
          {far.edges.length > 0 ? <FarEdges {...far} /> : null}
          <Furniture />
        </ReactFlow>
        <PickNext />
        <FindNode />
        {isEmpty ? (
          <div className="pointer-events-none absolute inset-0 grid place-items-center p-6">
            <p className="max-w-64 text-center text-muted text-sm">
              Begin with a trigger: choose “{firstTrigger?.title}” in the palette
              <span className="md:hidden"> (the button Add, below)</span>, then add what should
              happen.
            </p>
          </div>
        ) : null}
      </section>
    </CanvasMenu>
  );
}

/** What stands around the graph: grid, controls and the map. */
const Furniture = memo(function Furniture() {
  const store = useEditorStore();
  const { setCenter, getZoom } = useReactFlow();
  // The map draws every node once more; it waits until the graph itself is there.
  const [hasMap, setHasMap] = useState(false);
  useEffect(() => startTransition(() => setHasMap(true)), []);
  return (
    <>
      <Background gap={GRID * 3} color="var(--border-strong)" size={1} />
      <Controls showInteractive={false} fitViewOptions={fitOptions} aria-label="Canvas controls">
        <ControlButton onClick={() => tidyUp(store)} aria-label="Tidy up" title="Tidy up">
          <Network aria-hidden />
        </ControlButton>
        <ControlButton
          onClick={() => store.setState({ isFinding: true })}
          aria-label="Find a node"
          title={`Find a node (${keys("mod+f")})`}
        >
          <Search aria-hidden className="fill-none!" />
        </ControlButton>
      </Controls>
      {hasMap ? (
        <MiniMap
          onClick={(_, { x, y }) => void setCenter(x, y, { zoom: getZoom(), duration: 120 })}
          pannable
          zoomable
          ariaLabel="Map of the scenario"
          className="max-lg:hidden"
          style={mapStyle}
          nodeColor="var(--border-strong)"
          bgColor="var(--surface)"
          maskColor="color-mix(in srgb, var(--surface-2) 70%, transparent)"
        />
      ) : null}
    </>
  );
});
