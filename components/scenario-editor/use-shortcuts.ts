"use client";

import { useEffect } from "react";
import { shortcutOf } from "./shortcuts";
import type { EditorStore } from "./store";

/** Where somebody types. */
const TEXTS = "input, textarea, select, [contenteditable]";
/** Controls whose own keys the editor must not take, or act on behind them. */
const CONTROLS = "[role=combobox], [role=switch], [role=checkbox]";
const OVERLAYS = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** Whether text of the page is selected, outside of any field. */
export const hasSelectedText = () => (document.getSelection()?.toString().trim() ?? "") !== "";

/** What has the focus is meant, although it was not selected with Enter. */
function selectFocused(store: EditorStore, target: Element) {
  const id = target.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const { selection, select } = store.getState();
  if (id !== undefined && !selection.nodeIds.includes(id)) select({ nodeIds: [id] });
}

/** The editor's shortcuts. In a field only those work that are about its text or about saving. */
export function useShortcuts(store: EditorStore) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const shortcut = shortcutOf(event);
      if (!shortcut?.run || event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : document.body;
      if (target.closest(OVERLAYS)) return;
      // Such a field's text is no part of the document yet: the browser undoes it.
      if (shortcut.isUndo && target.closest("[data-own-undo]")) return;
      if (!shortcut.inFields && target.closest(`${TEXTS}, ${CONTROLS}`)) return;
      if (shortcut.combination === "mod+a" && hasSelectedText()) return;
      // A run or a version on the canvas is there to be read, and for some the draft is, too.
      const { shown, isReadOnly } = store.getState();
      if ((shown !== null || isReadOnly) && shortcut.combination !== "?") return;
      event.preventDefault();
      if (target.closest(TEXTS) && !shortcut.inFields?.(store)) return;
      if (shortcut.ofSelection) selectFocused(store, target);
      shortcut.run(store);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [store]);
}
