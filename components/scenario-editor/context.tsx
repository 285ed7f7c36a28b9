"use client";

import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Graph } from "@/lib/scenarios/graph";
import type { EditorState, EditorStore } from "./store";

export const EditorContext = createContext<EditorStore | null>(null);

/** The store of the open scenario, for handlers that read it when they run. */
export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (!store) throw new Error("useEditorStore is used outside of the scenario editor");
  return store;
}

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorStore(), select);
}

export const useGraph = (): Graph => useEditor((state) => state.history.present);
