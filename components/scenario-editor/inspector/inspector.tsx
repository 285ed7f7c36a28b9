"use client";

import { Copy, PowerOff, Trash2, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { FailingBanner } from "@/components/targets/failing-banner";
import { Button } from "@/components/ui/button";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { focusCanvas, focusNode } from "../canvas/focus-node";
import { deleteSelection, duplicateSelection, toggleDisabled } from "../commands";
import { useEditor, useEditorStore } from "../context";
import { keys } from "../shortcuts";
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
  /** Escape leads back to the canvas, unless something within the settings has a use for it. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // What opens over the page, such as a menu, is no part of this element.
    const isWithin = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.key !== "Escape" || event.defaultPrevented || !isWithin) return;
    event.preventDefault();
    if (!node) return focusCanvas(store);
    store.getState().requestReveal(node.id);
    focusNode(node.id);
  };
  return (
    <section
      aria-label="Inspector"
      data-inspector
      onKeyDown={onKeyDown}
      className={`relative w-80 shrink-0 overflow-y-auto border-l bg-surface max-md:max-h-[60%] max-md:w-full max-md:border-t max-md:border-l-0 ${node ? "" : "max-md:hidden"}`}
    >
      {node ? (
        <>
          <div className="sticky top-0 z-10 flex justify-end border-b bg-surface px-2 py-1 md:hidden">
            <Button size="sm" variant="ghost" onClick={() => store.getState().select({})}>
              <X aria-hidden />
              Back to the canvas
            </Button>
          </div>
          <FailingBanner scenarioId={store.getState().scenarioId} nodeId={node.id} />
          <NodeForm key={node.id} node={node} />
        </>
      ) : count > 1 ? (
        <Several count={count} />
      ) : (
        <p className="p-4 text-muted text-sm">Select a node to see and change its settings.</p>
      )}
    </section>
  );
}

/** What can be done with several nodes at once. */
function Several({ count }: { count: number }) {
  const store = useEditorStore();
  return (
    <div className="flex flex-col gap-3 p-4 text-sm">
      <h2 className="font-semibold text-base">{count} nodes are selected</h2>
      <p className="text-muted">Select one of them to see and change its settings.</p>
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          title={`Duplicate (${keys("mod+d")})`}
          onClick={() => duplicateSelection(store)}
        >
          <Copy aria-hidden />
          Duplicate
        </Button>
        <Button
          size="sm"
          title={`Switch off or on (${keys("mod+e")})`}
          onClick={() => toggleDisabled(store)}
        >
          <PowerOff aria-hidden />
          Switch off or on
        </Button>
        <Button
          size="sm"
          title={`Delete (${keys("delete")})`}
          onClick={() => deleteSelection(store)}
        >
          <Trash2 aria-hidden />
          Delete
        </Button>
      </div>
    </div>
  );
}
