"use client";

import { useEffect } from "react";
import { toast } from "sonner";
import { copySelection, deleteSelection, pasteText, sayCopied } from "./commands";
import { useEditorStore } from "./context";
import type { EditorStore } from "./store";
import { hasSelectedText } from "./use-shortcuts";

/** Copy, cut and paste from menus. Where the browser refuses the clipboard, it says what to do. */
export function useClipboard() {
  const store = useEditorStore();
  const write = async (text: string): Promise<boolean> => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      toast.error("The browser refuses access to the clipboard. Press Ctrl C (⌘ C) instead.");
      return false;
    }
  };
  return {
    async copy() {
      const text = copySelection(store);
      if (text && (await write(text))) sayCopied(store);
    },
    async cut() {
      const text = copySelection(store);
      // What is not on the clipboard must not be gone from the canvas.
      if (text && (await write(text))) deleteSelection(store);
    },
    async paste() {
      try {
        paste(store, await navigator.clipboard.readText());
      } catch {
        toast.error("The browser refuses access to the clipboard. Press Ctrl V (⌘ V) instead.");
      }
    },
  };
}

function paste(store: EditorStore, text: string) {
  const result = pasteText(store, text);
  if ("error" in result) toast.error(result.error);
  else if (result.note) toast.warning(result.note);
}

/** Whether the keyboard's copy and paste are about text: in a field, or with text selected. */
function isAboutText(event: ClipboardEvent): boolean {
  const { target } = event;
  const inField =
    target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
  return Boolean(inField) || hasSelectedText();
}

/** Ctrl/⌘ C, X and V by the browser's own events, which need no permission and work without TLS. */
export function useClipboardKeys(store: EditorStore) {
  useEffect(() => {
    const isOurs = (event: ClipboardEvent) =>
      !isAboutText(event) &&
      !document.querySelector("[role=dialog], [role=alertdialog]") &&
      // A run or a version on the canvas is there to be read: the draft behind it stays as it is.
      store.getState().shown === null &&
      !store.getState().isReadOnly;
    const onCopy = (event: ClipboardEvent) => {
      if (!isOurs(event)) return;
      const text = copySelection(store);
      if (!text) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut") deleteSelection(store);
      else sayCopied(store);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!isOurs(event)) return;
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (text.trim() === "") return;
      event.preventDefault();
      paste(store, text);
    };
    const onPointerDown = ({ target }: PointerEvent) => {
      // Who takes up a node is done with the text; the canvas itself leaves it selected.
      const onCanvas = target instanceof Element && target.closest("[data-canvas]");
      if (onCanvas && hasSelectedText()) document.getSelection()?.removeAllRanges();
    };
    document.addEventListener("pointerdown", onPointerDown);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("pointerdown", onPointerDown);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [store]);
}
