"use client";

import {
  type IsValidConnection,
  type OnConnectEnd,
  type OnNodeDrag,
  useReactFlow,
} from "@xyflow/react";
import { type DragEvent, useMemo } from "react";
import { toast } from "sonner";
import { cardAround, NODE_HEIGHT, nodeAt } from "@/components/graph/layout";
import { canConnect } from "@/lib/scenarios/connection-rules";
import type { Graph } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { addNode, insertExisting, insertNode } from "../add-node";
import { connect } from "../commands";
import { useEditorStore } from "../context";
import { DRAG_TYPE } from "../drag";
import { isAway, portOf, toConnection } from "./connection";

interface End {
  source: string | null;
  target: string | null;
  sourceHandle?: string | null;
}

const connectionOf = (graph: Graph, { source, target, sourceHandle }: End) => ({
  source: source ?? "",
  sourcePort: sourceHandle ?? portOf(graph, source ?? ""),
  target: target ?? "",
});

/** The connection whose line, or plus, lies at a point of the window; a card over it does not hide it. */
function edgeAt(x: number, y: number): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest<HTMLElement>(".react-flow__edge, [data-edge-id]");
    const id = edge?.dataset.edgeId ?? edge?.dataset.id;
    if (id !== undefined) return id;
  }
  return undefined;
}

/** What the canvas does with drops and drawn connections; the same functions for its whole life. */
export function useCanvasHandlers() {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const present = () => store.getState().history.present;
    const isValidConnection: IsValidConnection = (end) =>
      canConnect(present(), connectionOf(present(), end)) === null;

    const onConnect = (end: End) => {
      connect(store, connectionOf(present(), end));
    };

    const onDrop = (event: DragEvent) => {
      const operation = event.dataTransfer.getData(DRAG_TYPE);
      if (operation === "") return;
      event.preventDefault();
      const edgeId = edgeAt(event.clientX, event.clientY);
      store.setState({ dropEdgeId: null });
      if (edgeId !== undefined) return insertNode(store, operation, edgeId);
      const point = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      addNode(store, operation, { position: cardAround(point), isLoose: true });
    };

    const aimAt = (edgeId: string | undefined) => {
      const next = edgeId ?? null;
      if (store.getState().dropEdgeId !== next) store.setState({ dropEdgeId: next });
    };

    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      aimAt(edgeAt(event.clientX, event.clientY));
    };
    const onDragLeave = () => aimAt(undefined);

    /** A node that is connected to nothing can be put onto a connection. */
    const onNodeDrag: OnNodeDrag = (event, node) => {
      const { incoming, outgoing } = graphIndex(present());
      const isLoose = !incoming.has(node.id) && !outgoing.has(node.id);
      if (!isLoose || !("clientX" in event)) return;
      aimAt(edgeAt(event.clientX, event.clientY));
    };
    const onNodeDragStop: OnNodeDrag = (_, node) => {
      const { dropEdgeId } = store.getState();
      if (dropEdgeId === null) return;
      store.setState({ dropEdgeId: null });
      insertExisting(store, node.id, dropEdgeId);
    };

    const onConnectEnd: OnConnectEnd = (event, { isValid, fromHandle, from, toNode }) => {
      if (isValid || !fromHandle || !from) return;
      const { clientX: x, clientY: y } =
        "changedTouches" in event ? (event.changedTouches[0] ?? { clientX: 0, clientY: 0 }) : event;
      const flow = screenToFlowPosition({ x, y });
      const targetId = toNode?.id ?? nodeAt(present(), flow);
      if (targetId === fromHandle.nodeId && !isAway(flow, from)) return;
      if (targetId !== undefined) {
        const reason = connect(store, toConnection(present(), fromHandle, targetId));
        if (reason) toast.error(reason);
        return;
      }
      if (fromHandle.type !== "source") return;
      const place = {
        after: fromHandle.nodeId,
        port: fromHandle.id ?? undefined,
        position: { x: Math.round(flow.x), y: Math.round(flow.y - NODE_HEIGHT / 2) },
      };
      store.setState({ pick: { screen: { x, y }, place } });
    };

    return {
      isValidConnection,
      onConnect,
      onConnectEnd,
      onDrop,
      onDragOver,
      onDragLeave,
      onNodeDrag,
      onNodeDragStop,
    };
  }, [store, screenToFlowPosition]);
}
