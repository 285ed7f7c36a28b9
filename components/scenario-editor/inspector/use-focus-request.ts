"use client";

import { type RefObject, useEffect } from "react";
import { useEditor, useEditorStore } from "../context";

/** Puts the cursor into the field that somebody asked for, such as the list of problems, once. */
export function useFocusRequest(form: RefObject<HTMLElement | null>, nodeId: string) {
  const store = useEditorStore();
  const focus = useEditor((state) => state.focus);
  useEffect(() => {
    if (focus?.nodeId !== nodeId) return;
    // After the menu that was clicked has given the focus back.
    const timer = setTimeout(() => {
      const path = focus.path ?? "";
      const [key = ""] = path.split(".");
      const find = (wanted: string) =>
        form.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(wanted)}"]`);
      const target = path === "" ? null : (find(path) ?? find(key));
      target?.closest("details")?.setAttribute("open", "");
      target?.focus();
      store.setState({ focus: null });
    }, 50);
    return () => clearTimeout(timer);
  }, [focus, nodeId, form, store]);
}
