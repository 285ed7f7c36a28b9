"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { useEditor, useEditorStore } from "../context";
import { NodeForm } from "./node-form";

/**
 * The settings of the one selected node: beside the canvas, or, on a narrow screen, a sheet over its
 * lower part that is there only while a node is selected.
 */
export function Inspector() {
  const store = useEditorStore();
  const count = useEditor((state) => state.selection.nodeIds.length);
  const node = useEditor((state) => {
    const { nodeIds } = state.selection;
    const [only] = nodeIds;
    if (nodeIds.length !== 1 || only === undefined) return undefined;
    return graphIndex(state.history.present).nodes.get(only);
  });
  return (
    <section
      aria-label="Inspector"
      data-inspector
      className={`w-80 shrink-0 overflow-y-auto border-l bg-surface max-md:max-h-[60%] max-md:w-full max-md:border-t max-md:border-l-0 ${node ? "" : "max-md:hidden"}`}
    >
      {node ? (
        <>
          <div className="sticky top-0 z-10 flex justify-end border-b bg-surface px-2 py-1 md:hidden">
            <Button size="sm" variant="ghost" onClick={() => store.getState().select({})}>
              <X aria-hidden />
              Back to the canvas
            </Button>
          </div>
          <NodeForm key={node.id} node={node} />
        </>
      ) : (
        <p className="p-4 text-muted text-sm">
          {count > 1
            ? `${count} nodes are selected. Select one to see and change its settings.`
            : "Select a node to see and change its settings."}
        </p>
      )}
    </section>
  );
}
