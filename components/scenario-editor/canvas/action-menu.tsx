"use client";

import { Plus } from "lucide-react";
import type { SyntheticEvent } from "react";
import { OperationIcon } from "@/components/graph/app-icon";
import { DropdownMenuItem, DropdownMenuLabel } from "@/components/ui/dropdown-menu";
import { liveOperations } from "@/lib/apps/registry";
import { triggerNode } from "@/lib/scenarios/graph";
import { useEditor, useEditorStore } from "../context";
import type { PickPlace } from "./pick-next";

const actions = liveOperations("action");
const triggers = liveOperations("trigger");

/**
 * A plus on the canvas that offers every action for a place. All of them share one menu: a large
 * scenario has a thousand places.
 */
export function PlusButton({
  label,
  place,
  isTabStop = true,
}: {
  label: string;
  place: PickPlace;
  /** Not where the keyboard has another way: Tab goes along the flow, from node to node. */
  isTabStop?: boolean;
}) {
  const store = useEditorStore();
  const open = (event: SyntheticEvent<HTMLElement>) => {
    // The node or edge must not take it for a click of its own.
    event.stopPropagation();
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    store.setState({ pick: { screen: { x: left, y: bottom }, place } });
  };
  return (
    <button
      type="button"
      tabIndex={isTabStop ? undefined : -1}
      aria-label={label}
      aria-haspopup="menu"
      title={label}
      onClick={open}
      onKeyDown={(event) => {
        // Its own keys must not select the node below it; the editor's shortcuts go on.
        if (event.key === "Enter" || event.key === " ") event.stopPropagation();
      }}
      className="nodrag nopan relative grid size-5 place-items-center rounded-full border border-border-strong bg-surface text-muted after:absolute after:-inset-1 hover:border-accent hover:text-accent"
    >
      <Plus aria-hidden className="size-3.5" />
    </button>
  );
}

/** What can be added to a place: an action, or, where nothing leads to it, the trigger that is missing. */
export function ActionItems({
  isLoose,
  onPick,
}: {
  isLoose: boolean;
  onPick: (key: string) => void;
}) {
  const hasTrigger = useEditor((state) => triggerNode(state.history.present) !== undefined);
  const items = (operations: typeof actions) =>
    operations.map((operation) => (
      <DropdownMenuItem key={operation.key} onSelect={() => onPick(operation.key)}>
        <OperationIcon operation={operation.key} className="size-6" />
        {operation.title}
      </DropdownMenuItem>
    ));
  return (
    <>
      {isLoose && !hasTrigger ? (
        <>
          <DropdownMenuLabel>Add a trigger</DropdownMenuLabel>
          {items(triggers)}
        </>
      ) : null}
      <DropdownMenuLabel>Add an action</DropdownMenuLabel>
      {items(actions)}
    </>
  );
}
