"use client";

import { useEffect, useRef } from "react";
import { useEditorStore } from "../context";

/**
 * For a field that hands its edit on when it is left: what is typed and not handed on yet survives a
 * change of the selection, counts as not saved, and warns before the page is closed.
 * @param commit hands the edit on; null while there is none
 */
export function useHeldEdit(commit: (() => void) | null) {
  const latest = useRef(commit);
  useEffect(() => {
    latest.current = commit;
  });
  useEffect(() => () => latest.current?.(), []);
  const store = useEditorStore();
  const isPending = commit !== null;
  useEffect(() => {
    if (!isPending) return;
    const count = (by: number) =>
      store.setState(({ openFields }) => ({ openFields: openFields + by }));
    count(1);
    return () => count(-1);
  }, [isPending, store]);
  useEffect(() => {
    if (!isPending) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isPending]);
}
