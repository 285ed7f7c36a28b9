"use client";

import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Position } from "@/lib/scenarios/operations";
import { addNode } from "../add-node";
import { useEditorStore } from "../context";
import { NODE_HEIGHT } from "../layout";
import { ActionItems } from "./action-menu";

export interface PickRequest {
  /** Where the pointer let go, on screen and on the canvas. */
  screen: Position;
  flow: Position;
  from: { nodeId: string; port: string };
}

/** Where a connection was dropped into the empty canvas: which step shall stand there? */
export function PickNext({
  request,
  onClose,
}: {
  request: PickRequest | null;
  onClose: () => void;
}) {
  const store = useEditorStore();
  if (!request) return null;
  const { screen, flow, from } = request;
  return (
    <DropdownMenu open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DropdownMenuTrigger asChild>
        <span aria-hidden className="fixed size-0" style={{ left: screen.x, top: screen.y }} />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <ActionItems
          onPick={(key) =>
            addNode(store, key, {
              after: from.nodeId,
              port: from.port,
              position: { x: Math.round(flow.x), y: Math.round(flow.y - NODE_HEIGHT / 2) },
            })
          }
        />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
