"use client";

import { type FocusEvent, useEffect, useRef } from "react";
import { useEditorStore } from "../context";

/**
 * Notices when a field of a node's settings was left: from then on what the node lacks is a fault.
 * While a mouse button is down it waits: a message that comes up must not move what is being
 * clicked from under the pointer.
 * @returns handlers for the element around the fields
 */
export function useLeftFields(nodeId: string) {
  const store = useEditorStore();
  const isPressed = useRef(false);
  const isIn = useRef(false);
  const wasLeft = useRef(false);
  useEffect(
    () => () => {
      // Taken away while somebody was in it, such as by a click on another node.
      if (isIn.current || wasLeft.current) store.getState().endFresh(nodeId);
    },
    [store, nodeId],
  );
  const onFocus = ({ target }: FocusEvent) => {
    if (isField(target)) isIn.current = true;
  };
  const onBlur = ({ target }: FocusEvent) => {
    if (!isField(target)) return;
    isIn.current = false;
    if (isPressed.current) wasLeft.current = true;
    else store.getState().endFresh(nodeId);
  };
  const onPointerDown = () => {
    isPressed.current = true;
    const release = () => {
      window.removeEventListener("pointerup", release);
      window.removeEventListener("pointercancel", release);
      // After the click that it ends.
      setTimeout(() => {
        isPressed.current = false;
        if (wasLeft.current) store.getState().endFresh(nodeId);
        wasLeft.current = false;
      });
    };
    window.addEventListener("pointerup", release);
    window.addEventListener("pointercancel", release);
  };
  return { onFocus, onBlur, onPointerDown };
}

const isField = (element: Element) => element.closest("[data-path], [contenteditable]") !== null;
