"use client";

import { useEffect } from "react";
import { focusCanvas } from "./canvas/focus-node";
import type { EditorStore } from "./store";

/** After menus and dialogs have given the focus back themselves. */
const LATER_MS = 250;

/**
 * Never leaves the keyboard nowhere: when what had the focus is gone (a deleted node, a button that
 * a publish replaced), the selected node has it, else the canvas. A page that was just opened keeps
 * the focus at its beginning, until something of it has had it.
 */
export function useFocusKeeper(store: EditorStore) {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hadFocus = document.activeElement !== document.body;
    const check = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (!hadFocus || document.activeElement !== document.body) return;
        if (document.querySelector("[role=dialog], [role=alertdialog], [role=menu]")) return;
        focusCanvas(store);
      }, LATER_MS);
    };
    const noteFocus = () => {
      hadFocus = true;
    };
    const unsubscribe = store.subscribe(check);
    document.addEventListener("focusin", noteFocus);
    document.addEventListener("focusout", check);
    return () => {
      clearTimeout(timer);
      unsubscribe();
      document.removeEventListener("focusin", noteFocus);
      document.removeEventListener("focusout", check);
    };
  }, [store]);
}
