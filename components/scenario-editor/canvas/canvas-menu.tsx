"use client";

import { type MouseEvent, type ReactNode, useState } from "react";
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextMenuTrigger,
} from "@/components/ui/context-menu";
import { isTrigger } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import {
  deleteSelection,
  duplicateSelection,
  selectAll,
  tidyUp,
  toggleDisabled,
} from "../commands";
import { useEditor, useEditorStore } from "../context";
import { keys } from "../shortcuts";
import { useClipboard } from "../use-clipboard";

/** The menu of the right mouse button: on what is under the pointer, or on the empty canvas. */
export function CanvasMenu({ children }: { children: ReactNode }) {
  const store = useEditorStore();
  const [onElement, setOnElement] = useState(false);
  const take = (event: MouseEvent) => {
    const element = (event.target as Element).closest<HTMLElement>(
      ".react-flow__node, .react-flow__edge",
    );
    setOnElement(element !== null);
    const id = element?.dataset.id;
    if (!element || !id) return;
    const isNode = element.classList.contains("react-flow__node");
    const { selection, select } = store.getState();
    const chosen = isNode ? selection.nodeIds : selection.edgeIds;
    // The menu is about what is under the pointer, unless that is part of what is chosen.
    if (!chosen.includes(id)) select(isNode ? { nodeIds: [id] } : { edgeIds: [id] });
  };
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild onContextMenu={take}>
        {children}
      </ContextMenuTrigger>
      <ContextMenuContent>{onElement ? <ElementItems /> : <PaneItems />}</ContextMenuContent>
    </ContextMenu>
  );
}

function ElementItems() {
  const store = useEditorStore();
  const clipboard = useClipboard();
  const nodeIds = useEditor((state) => state.selection.nodeIds);
  const nodes = useEditor((state) => graphIndex(state.history.present).nodes);
  const chosen = nodeIds.flatMap((id) => nodes.get(id) ?? []);
  const actions = chosen.filter((node) => !isTrigger(node));
  const allOff = actions.length > 0 && actions.every((node) => node.disabled);
  const [only] = nodeIds;
  return (
    <>
      {chosen.length > 0 ? (
        <>
          {chosen.length === 1 && only ? (
            <ContextMenuItem onSelect={() => store.getState().focusField(only, "name")}>
              Rename
            </ContextMenuItem>
          ) : null}
          <ContextMenuItem shortcut={keys("mod+c")} onSelect={() => clipboard.copy()}>
            Copy
          </ContextMenuItem>
          <ContextMenuItem shortcut={keys("mod+x")} onSelect={() => clipboard.cut()}>
            Cut
          </ContextMenuItem>
          <ContextMenuItem shortcut={keys("mod+d")} onSelect={() => duplicateSelection(store)}>
            Duplicate
          </ContextMenuItem>
          {actions.length > 0 ? (
            <ContextMenuItem shortcut={keys("mod+e")} onSelect={() => toggleDisabled(store)}>
              {allOff ? "Switch on" : "Switch off"}
            </ContextMenuItem>
          ) : null}
          <ContextMenuSeparator />
        </>
      ) : null}
      <ContextMenuItem danger shortcut={keys("delete")} onSelect={() => deleteSelection(store)}>
        Delete
      </ContextMenuItem>
    </>
  );
}

function PaneItems() {
  const store = useEditorStore();
  const clipboard = useClipboard();
  return (
    <>
      <ContextMenuItem shortcut={keys("mod+v")} onSelect={() => void clipboard.paste()}>
        Paste
      </ContextMenuItem>
      <ContextMenuItem shortcut={keys("mod+a")} onSelect={() => selectAll(store)}>
        Select all
      </ContextMenuItem>
      <ContextMenuSeparator />
      <ContextMenuItem shortcut={keys("shift+t")} onSelect={() => tidyUp(store)}>
        Tidy up
      </ContextMenuItem>
      <ContextMenuItem shortcut={keys("shift+1")} onSelect={store.getState().requestFit}>
        Fit everything
      </ContextMenuItem>
    </>
  );
}
