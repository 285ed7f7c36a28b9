"use client";

import { useEffect } from "react";
import { shortcutOf } from "./shortcuts";
import type { EditorStore } from "./store";

const FIELDS = "input, textarea, select, [contenteditable]";
const OVERLAYS = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** What has the focus is meant, although it was not selected with Enter. */
function selectFocused(store: EditorStore, target: Element) {
  const id = target.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const { selection, select } = store.getState();
  if (id !== undefined && !selection.nodeIds.includes(id)) select({ nodeIds: [id] });
}

/** The editor's shortcuts. In a field only those work that are about the document as a whole. */
export function useShortcuts(store: EditorStore) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut?.run || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest(OVERLAYS) || target.closest("[data-own-undo]")) return;
      if (target.closest(FIELDS) && !shortcut.inFields) return;
      // A run on the canvas is there to be read.
      if (store.getState().shownRunId !== null && shortcut.combination !== "?") return;
      event.preventDefault();
      selectFocused(store, target);
      shortcut.run(store);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [store]);
}
