"use client";

import { useEffect } from "react";
import { focusCanvas } from "./canvas/focus-node";
import type { EditorStore } from "./store";

/** After menus and dialogs have given the focus back themselves. */
const LATER_MS = 250;

/**
 * Never leaves the keyboard nowhere: when what had the focus is gone (a deleted node, a button that
 * a publish replaced), the selected node has it, else the canvas.
 */
export function useFocusKeeper(store: EditorStore) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const check = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (document.activeElement !== document.body) return;
        if (document.querySelector("[role=dialog], [role=alertdialog], [role=menu]")) return;
        focusCanvas(store);
      }, LATER_MS);
    };
    const unsubscribe = store.subscribe(check);
    document.addEventListener("focusout", check);
    return () => {
      clearTimeout(timer);
      unsubscribe();
      document.removeEventListener("focusout", check);
    };
  }, [store]);
}
