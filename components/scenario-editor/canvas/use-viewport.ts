"use client";

import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { NODE_HEIGHT, NODE_WIDTH } from "@/components/graph/layout";
import { useEditor, useEditorStore } from "../context";

export const fitOptions = { maxZoom: 1, padding: 0.2 };
const MARGIN = 24;
/** A node that was asked for is shown at least so large: its sentence can be read. */
const READABLE = 0.75;
/** Tailwind's `md`, below which the settings are a sheet. */
const NARROW = 768;
const DURATION_MS = 120;

/**
 * What moves the view: opening a scenario, asking for everything, and a node that should be seen and
 * is not. Nothing else does: what somebody looks at stays where it is.
 */
export function useViewport() {
  const { fitView, setCenter, setViewport, getViewport, getInternalNode, getNodes } =
    useReactFlow();
  const store = useEditorStore();
  const flow = useStoreApi();
  const reveal = useEditor((state) => state.reveal);
  const fitRequests = useEditor((state) => state.fitRequests);

  useEffect(() => {
    if (fitRequests === 0) return;
    // After React Flow has measured what is new.
    const timer = setTimeout(() => void fitView({ ...fitOptions, duration: DURATION_MS }), 60);
    return () => clearTimeout(timer);
  }, [fitRequests, fitView]);

  // On a narrow screen a whole scenario would be too small to read: its beginning is shown instead.
  const isReady = useStore((state) => state.panZoom !== null && state.width > 0);
  useEffect(() => {
    const [first] = getNodes();
    if (!isReady || !first || window.innerWidth >= NARROW) return;
    const timer = setTimeout(() => {
      const { width, height } = flow.getState();
      const zoom = Math.min(1, (width - 2 * MARGIN) / (NODE_WIDTH * 1.3));
      if (getViewport().zoom >= zoom * 0.8) return;
      void setViewport({
        x: MARGIN - first.position.x * zoom,
        y: height / 3 - (first.position.y + NODE_HEIGHT / 2) * zoom,
        zoom,
      });
    }, 60);
    return () => clearTimeout(timer);
  }, [isReady, getNodes, getViewport, setViewport, flow]);

  const selected = useEditor(({ selection }) =>
    selection.nodeIds.length === 1 ? selection.nodeIds[0] : undefined,
  );
  useEffect(() => {
    const { reveal, requestReveal } = store.getState();
    // On a narrow screen its settings cover a part of the canvas.
    const isCovered = selected !== undefined && window.innerWidth < NARROW;
    if (isCovered && reveal?.nodeId !== selected) requestReveal(selected);
  }, [selected, store]);

  useEffect(() => {
    if (reveal === null) return;
    const { nodeId, isCentred } = reveal;
    const timer = setTimeout(() => {
      store.setState({ reveal: null });
      const node = getInternalNode(nodeId);
      if (!node) return;
      const { x, y, zoom } = getViewport();
      if (isCentred) {
        const { positionAbsolute } = node.internals;
        void setCenter(
          positionAbsolute.x + (node.measured.width ?? NODE_WIDTH) / 2,
          positionAbsolute.y + (node.measured.height ?? NODE_HEIGHT) / 2,
          { zoom: Math.max(zoom, READABLE), duration: DURATION_MS },
        );
        return;
      }
      const { width, height } = flow.getState();
      const left = node.internals.positionAbsolute.x * zoom + x;
      const top = node.internals.positionAbsolute.y * zoom + y;
      const right = left + (node.measured.width ?? NODE_WIDTH) * zoom;
      const bottom = top + (node.measured.height ?? NODE_HEIGHT) * zoom;
      const dx = shift(left, right, width);
      const dy = shift(top, bottom, height);
      if (dx !== 0 || dy !== 0) {
        void setViewport({ x: x + dx, y: y + dy, zoom }, { duration: DURATION_MS });
      }
    }, 60);
    return () => clearTimeout(timer);
  }, [reveal, store, flow, getInternalNode, getViewport, setCenter, setViewport]);
}

/** How far to move so that a span lies within the room, with a margin; 0 when it does. */
function shift(from: number, to: number, room: number): number {
  if (from < MARGIN) return MARGIN - from;
  if (to > room - MARGIN) return room - MARGIN - to;
  return 0;
}
