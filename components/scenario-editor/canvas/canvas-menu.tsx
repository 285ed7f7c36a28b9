"use client";

import { useReactFlow } from "@xyflow/react";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import { cardAround } from "@/components/graph/layout";
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextMenuTrigger,
} from "@/components/ui/context-menu";
import { isTrigger } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import type { Position } from "@/lib/scenarios/operations";
import {
  deleteSelection,
  duplicateSelection,
  selectAll,
  tidyUp,
  toggleDisabled,
} from "../commands";
import { useEditor, useEditorStore, useGraph } from "../context";
import { keys } from "../shortcuts";
import { useClipboard } from "../use-clipboard";

/** The menu of the right mouse button: on what is under the pointer, or on the empty canvas. */
export function CanvasMenu({ children }: { children: ReactNode }) {
  const store = useEditorStore();
  const [onElement, setOnElement] = useState(false);
  const [point, setPoint] = useState<Position>({ x: 0, y: 0 });
  /** What opens next. It waits for the menu to be gone, which else would take the focus from it. */
  const next = useRef<(() => void) | null>(null);
  const openNext = (open: () => void) => {
    next.current = open;
  };
  const take = (event: MouseEvent) => {
    setPoint({ x: event.clientX, y: event.clientY });
    const element =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>(".react-flow__node, .react-flow__edge, [data-edge-id]")
        : null;
    setOnElement(element !== null);
    const id = element?.dataset.edgeId ?? element?.dataset.id;
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
      <ContextMenuContent
        onCloseAutoFocus={(event) => {
          const open = next.current;
          next.current = null;
          if (!open) return;
          event.preventDefault();
          open();
        }}
      >
        {onElement ? (
          <ElementItems point={point} openNext={openNext} />
        ) : (
          <PaneItems point={point} openNext={openNext} />
        )}
      </ContextMenuContent>
    </ContextMenu>
  );
}

interface ItemsProps {
  /** Where the menu was opened, in the window. */
  point: Position;
  openNext: (open: () => void) => void;
}

function ElementItems({ point, openNext }: ItemsProps) {
  const store = useEditorStore();
  const clipboard = useClipboard();
  const { nodeIds, edgeIds } = useEditor((state) => state.selection);
  const nodes = useEditor((state) => graphIndex(state.history.present).nodes);
  const chosen = nodeIds.flatMap((id) => nodes.get(id) ?? []);
  const actions = chosen.filter((node) => !isTrigger(node));
  const allOff = actions.length > 0 && actions.every((node) => node.disabled);
  const [only] = nodeIds;
  const [edgeId] = nodeIds.length === 0 && edgeIds.length === 1 ? edgeIds : [];
  return (
    <>
      {edgeId !== undefined ? (
        <>
          <ContextMenuItem
            onSelect={() =>
              openNext(() => store.setState({ pick: { screen: point, place: { edgeId } } }))
            }
          >
            Insert a step
          </ContextMenuItem>
          <ContextMenuSeparator />
        </>
      ) : null}
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

function PaneItems({ point, openNext }: ItemsProps) {
  const store = useEditorStore();
  const clipboard = useClipboard();
  const { screenToFlowPosition } = useReactFlow();
  const isEmpty = useGraph().nodes.length === 0;
  const addHere = () => {
    const position = cardAround(screenToFlowPosition(point));
    store.setState({ pick: { screen: point, place: { position, isLoose: true } } });
  };
  return (
    <>
      <ContextMenuItem onSelect={() => openNext(addHere)}>Add a step here</ContextMenuItem>
      <ContextMenuItem
        disabled={isEmpty}
        shortcut={keys("mod+f")}
        onSelect={() => openNext(() => store.setState({ isFinding: true }))}
      >
        Find a node
      </ContextMenuItem>
      <ContextMenuSeparator />
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
