"use client";

import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Position } from "@/lib/scenarios/operations";
import { type AddOptions, addNode, insertNode } from "../add-node";
import { useEditor, useEditorStore } from "../context";
import { ActionItems } from "./action-menu";

/** Where an action is to be put: after a node, or on a connection. */
export type PickPlace = AddOptions | { edgeId: string };

export interface PickRequest {
  /** Where the menu opens. */
  screen: Position;
  place: PickPlace;
}

/** The one menu behind every plus, and behind a connection dropped into the empty canvas. */
export function PickNext() {
  const store = useEditorStore();
  const request = useEditor((state) => state.pick);
  if (!request) return null;
  const { screen, place } = request;
  const close = () => store.setState({ pick: null });
  return (
    <DropdownMenu open onOpenChange={(open) => (open ? undefined : close())}>
      <DropdownMenuTrigger asChild>
        <span aria-hidden className="fixed size-0" style={{ left: screen.x, top: screen.y }} />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" ref={focusFirstItem}>
        <ActionItems
          isLoose={!("edgeId" in place) && place.isLoose === true}
          onPick={(key) =>
            "edgeId" in place ? insertNode(store, key, place.edgeId) : addNode(store, key, place)
          }
        />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** However the menu was opened, arrow keys and Enter work at once. */
function focusFirstItem(menu: HTMLElement | null) {
  // After the menu has taken the focus itself.
  requestAnimationFrame(() => menu?.querySelector<HTMLElement>('[role="menuitem"]')?.focus());
}
