"use client";

import { Search } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, useId, useMemo, useState } from "react";
import { OperationIcon } from "@/components/graph/app-icon";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { nodeSentence } from "@/lib/scenarios/sentence";
import { countWords } from "../commands";
import { useEditor, useEditorStore, useGraph } from "../context";
import { findNodes } from "./find-nodes";
import { focusCanvas, focusNode } from "./focus-node";

/** More are found by another word. */
const LISTED = 50;

const intoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

/** A search over the nodes of the canvas, however many there are and wherever they lie. */
export function FindNode() {
  const isOpen = useEditor((state) => state.isFinding);
  return isOpen ? <FindPanel /> : null;
}

function FindPanel() {
  const store = useEditorStore();
  const graph = useGraph();
  const listId = useId();
  const [query, setQuery] = useState("");
  const [index, setIndex] = useState(0);
  /** What had the focus: closing gives it back. */
  const [before] = useState(() => document.activeElement);
  const found = useMemo(() => findNodes(graph, query), [graph, query]);
  const listed = found.slice(0, LISTED);
  const at = Math.min(index, listed.length - 1);
  const current = listed[at];

  const close = () => store.setState({ isFinding: false });
  const cancel = () => {
    close();
    // A menu's entry is gone by now.
    const canHaveIt = before instanceof HTMLElement && before.isConnected;
    if (canHaveIt && before !== document.body) before.focus({ preventScroll: true });
    else focusCanvas(store);
  };
  const pick = (node: GraphNode) => {
    close();
    const { select, requestReveal, say } = store.getState();
    select({ nodeIds: [node.id] });
    requestReveal(node.id, { isCentred: true });
    say(`${nodeName(node)} is selected.`);
    focusNode(node.id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") cancel();
    else if (event.key === "ArrowDown") setIndex(Math.min(at + 1, listed.length - 1));
    else if (event.key === "ArrowUp") setIndex(Math.max(at - 1, 0));
    else if (event.key === "Enter" && current) pick(current);
    else return;
    event.preventDefault();
  };
  const onBlur = (event: FocusEvent) => {
    // Another window in front is no reason to close.
    if (document.hasFocus() && !event.currentTarget.contains(event.relatedTarget)) close();
  };

  const total = countWords(found.length, "node", "nodes");
  return (
    <search
      aria-label="Find a node"
      className="absolute top-3 left-1/2 z-20 flex w-80 max-w-[calc(100%-1.5rem)] -translate-x-1/2 flex-col rounded-md border bg-surface shadow-lg"
      onBlur={onBlur}
    >
      <div className="relative p-1.5">
        <Search aria-hidden className="absolute top-3.5 left-4 size-4 text-muted" />
        <Input
          type="search"
          role="combobox"
          aria-label="Find a node"
          aria-autocomplete="list"
          aria-expanded={listed.length > 0}
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${at}` : undefined}
          placeholder="Find a node by its name or what it does"
          autoFocus
          autoComplete="off"
          spellCheck={false}
          data-own-undo
          className="pl-8"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        id={listId}
        role="listbox"
        aria-label="Nodes found"
        tabIndex={-1}
        // The search keeps the focus while one of them is clicked.
        onMouseDown={(event) => event.preventDefault()}
        className="max-h-64 overflow-y-auto border-t p-1 empty:hidden"
      >
        {listed.map((node, place) => (
          // The arrow keys of the search choose; Enter takes what is chosen.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys.
          // biome-ignore lint/a11y/useFocusableInteractive: its options never have the focus.
          <div
            key={node.id}
            id={`${listId}-${place}`}
            role="option"
            aria-selected={place === at}
            ref={place === at ? intoSight : undefined}
            onClick={() => pick(node)}
            className={cn(
              "flex cursor-default items-center gap-2 rounded-sm p-1.5 hover:bg-surface-2",
              place === at && "bg-accent-soft hover:bg-accent-soft",
            )}
          >
            <OperationIcon operation={node.operation} className="size-7" />
            <span className="min-w-0">
              <span className="block truncate font-medium text-sm leading-4">{nodeName(node)}</span>
              <span className="block truncate text-muted text-xs">{nodeSentence(node)}</span>
            </span>
          </div>
        ))}
      </div>
      <p role="status" className="border-t px-3 py-1.5 text-muted text-xs">
        {found.length === 0
          ? "No node is found."
          : found.length > LISTED
            ? `The first ${LISTED} of ${total}; type more to narrow it down.`
            : `${total}. ↑ ↓ to choose, Enter to go there.`}
      </p>
    </search>
  );
}
