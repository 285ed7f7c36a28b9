"use client";

import { Plus } from "lucide-react";
import type { SyntheticEvent } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { apps } from "@/lib/apps/registry";
import { OperationIcon } from "../app-icon";

const actions = apps.flatMap((app) => app.operations.filter(({ kind }) => kind === "action"));

/** React events leave a portal by the tree of components: the node or edge must not take them. */
const keepToItself = {
  onClick: (event: SyntheticEvent) => event.stopPropagation(),
  onKeyDown: (event: SyntheticEvent) => event.stopPropagation(),
};

/** A plus on the canvas that offers every action. */
export function ActionMenu({ label, onPick }: { label: string; onPick: (key: string) => void }) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        {...keepToItself}
        aria-label={label}
        title={label}
        className="nodrag nopan grid size-5 place-items-center rounded-full border border-border-strong bg-surface text-muted hover:border-accent hover:text-accent data-[state=open]:border-accent data-[state=open]:text-accent"
      >
        <Plus aria-hidden className="size-3.5" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" {...keepToItself}>
        <ActionItems onPick={onPick} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

export function ActionItems({ onPick }: { onPick: (key: string) => void }) {
  return (
    <>
      <DropdownMenuLabel>Add an action</DropdownMenuLabel>
      {actions.map((operation) => (
        <DropdownMenuItem key={operation.key} onSelect={() => onPick(operation.key)}>
          <OperationIcon operation={operation.key} className="size-6" />
          {operation.title}
        </DropdownMenuItem>
      ))}
    </>
  );
}
