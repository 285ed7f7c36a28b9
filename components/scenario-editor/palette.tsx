"use client";

import { Plus, Search } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { OperationIcon } from "@/components/graph/app-icon";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { apps } from "@/lib/apps/registry";
import type { AppManifest, OperationManifest } from "@/lib/apps/types";
import { triggerNode } from "@/lib/scenarios/graph";
import { addNode } from "./add-node";
import { useEditor, useEditorStore } from "./context";
import { DRAG_TYPE } from "./drag";

function matches(app: AppManifest, operation: OperationManifest, search: string): boolean {
  const text = `${app.name} ${operation.title} ${operation.description}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const intoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

/**
 * Every operation by app: drag it onto the canvas, or click or press Enter to add it. On a narrow
 * screen it is behind a button over the canvas.
 */
export function Palette() {
  const [open, setOpen] = useState(false);
  // Its settings lie over the canvas then.
  const isNodeOpen = useEditor((state) => state.selection.nodeIds.length === 1);
  return (
    <>
      <section
        aria-label="Palette"
        className="relative w-52 shrink-0 overflow-y-auto border-r bg-surface p-3 max-md:hidden"
      >
        <Operations />
      </section>
      <Dialog open={open} onOpenChange={setOpen}>
        <DialogTrigger asChild>
          <Button
            variant="primary"
            className={cn("absolute right-3 bottom-3 z-10 md:hidden", isNodeOpen && "hidden")}
          >
            <Plus aria-hidden />
            Add
          </Button>
        </DialogTrigger>
        <DialogContent title="Add an operation">
          <Operations onAdded={() => setOpen(false)} />
        </DialogContent>
      </Dialog>
    </>
  );
}

function Operations({ onAdded }: { onAdded?: () => void }) {
  const store = useEditorStore();
  const hasTrigger = useEditor((state) => triggerNode(state.history.present) !== undefined);
  /** Why an operation can't be added to what is there. */
  const refusal = ({ kind }: OperationManifest) =>
    kind === "trigger" && hasTrigger ? "A scenario has one trigger, which is there already." : null;
  const add = (operation: OperationManifest) => {
    if (refusal(operation) !== null) return;
    addNode(store, operation.key);
    onAdded?.();
  };
  const [search, setSearch] = useState("");
  const [isSearching, setIsSearching] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const hintId = useId();
  const found = apps
    .map((app) => ({
      app,
      operations: app.operations.filter(
        (operation) => operation.lifecycle.state === "live" && matches(app, operation, search),
      ),
    }))
    .filter(({ operations }) => operations.length > 0);
  const listed = found.flatMap(({ operations }) => operations);
  const offered = listed.filter((operation) => refusal(operation) === null);
  /** What Enter adds. */
  const current = offered.find(({ key }) => key === chosen) ?? offered[0];
  const move = (by: number) => {
    const index = current ? offered.indexOf(current) + by : 0;
    setChosen(offered[Math.min(Math.max(index, 0), offered.length - 1)]?.key ?? null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      add(current);
    }
  };

  return (
    <>
      <div className="relative">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-muted" />
        <Input
          type="search"
          aria-label="Search operations"
          placeholder="Search"
          data-palette-search
          data-own-undo
          className="pl-8"
          value={search}
          aria-describedby={hintId}
          onChange={(event) => {
            setSearch(event.target.value);
            setChosen(null);
          }}
          onKeyDown={onKeyDown}
          onFocus={() => setIsSearching(true)}
          onBlur={() => setIsSearching(false)}
        />
      </div>
      <p aria-hidden className="my-1 h-4 text-muted text-xs">
        {isSearching && current ? "↑ ↓ to choose, Enter to add" : null}
      </p>
      <p id={hintId} aria-live="polite" className="sr-only">
        {isSearching && current ? `Enter adds ${current.title}.` : null}
      </p>
      {found.map(({ app, operations }) => (
        <div key={app.key} className="mb-3">
          <h2 className="mb-1 font-medium text-muted text-xs">{app.name}</h2>
          <ul className="flex flex-col gap-1">
            {operations.map((operation) => (
              <li key={operation.key}>
                <button
                  type="button"
                  ref={isSearching && operation === current ? intoSight : undefined}
                  draggable={refusal(operation) === null}
                  aria-disabled={refusal(operation) !== null}
                  aria-label={`Add ${operation.title}`}
                  title={refusal(operation) ?? operation.description}
                  // A double click is one click: two nodes in a row are not what it means.
                  onClick={(event) => (event.detail > 1 ? undefined : add(operation))}
                  onDragStart={(event) => {
                    event.dataTransfer.setData(DRAG_TYPE, operation.key);
                    event.dataTransfer.effectAllowed = "copy";
                  }}
                  className={cn(
                    "flex w-full cursor-grab items-center gap-2 rounded-md border border-transparent p-1.5 text-left hover:border-border hover:bg-surface-2 aria-disabled:cursor-not-allowed aria-disabled:opacity-50",
                    isSearching && operation === current && "border-accent bg-accent-soft",
                  )}
                >
                  <OperationIcon operation={operation.key} className="size-7" />
                  <span className="min-w-0">
                    <span className="block font-medium text-sm leading-4">{operation.title}</span>
                    <span className="block text-muted text-xs">
                      {operation.kind === "trigger" ? "Trigger" : "Action"}
                    </span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {found.length === 0 ? <p className="text-muted text-sm">No operation is called so.</p> : null}
    </>
  );
}
