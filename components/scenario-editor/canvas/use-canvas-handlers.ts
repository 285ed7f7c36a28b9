"use client";

import { type IsValidConnection, type OnConnectEnd, useReactFlow } from "@xyflow/react";
import { type DragEvent, useMemo } from "react";
import { toast } from "sonner";
import { canConnect } from "@/lib/scenarios/connection-rules";
import { addNode } from "../add-node";
import { connect } from "../commands";
import { useEditorStore } from "../context";
import { DRAG_TYPE } from "../drag";
import { NODE_HEIGHT, NODE_WIDTH, nodeAt } from "../layout";
import { toConnection } from "./connection";

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

/** What the canvas does with drops and drawn connections; the same functions for its whole life. */
export function useCanvasHandlers() {
  const store = useEditorStore();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const isValidConnection: IsValidConnection = (end) =>
      canConnect(store.getState().history.present, connectionOf(end)) === null;

    const onConnect = (end: End) => {
      connect(store, connectionOf(end));
    };

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

    return { isValidConnection, onConnect, onDrop, onConnectEnd };
  }, [store, screenToFlowPosition]);
}
