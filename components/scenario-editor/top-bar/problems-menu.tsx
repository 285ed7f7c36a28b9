"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { Popover } from "radix-ui";
import { Button } from "@/components/ui/button";
import { nodeName } from "@/lib/scenarios/graph";
import { useEditor, useEditorStore, useGraph } from "../context";

/** How many things stand in the way, and each of them with the way to its field. */
export function ProblemsMenu({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const store = useEditorStore();
  const problems = useEditor((state) => state.problems);
  const { nodes } = useGraph();
  const count = problems.length;
  const nameOf = (id: string) => {
    const node = nodes.find((each) => each.id === id);
    return node ? nodeName(node) : null;
  };
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>
        <Button size="sm" variant="ghost" className={count > 0 ? "text-warning" : "text-muted"}>
          {count > 0 ? <TriangleAlert aria-hidden /> : <CircleCheck aria-hidden />}
          {count === 0 ? "No problems" : count === 1 ? "1 problem" : `${count} problems`}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Problems"
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 max-h-96 w-80 overflow-y-auto rounded-md border bg-surface p-1 shadow-lg"
        >
          {count === 0 ? (
            <p className="p-2 text-muted text-sm">Nothing stands in the way of activation.</p>
          ) : (
            <ul>
              {problems.map((problem) => {
                const { nodeId, edgeId, message, path, code } = problem;
                const key = [code, nodeId, edgeId, path, message].join("|");
                return (
                  <li key={key}>
                    <button
                      type="button"
                      className="block w-full rounded-sm px-2 py-1.5 text-left text-sm hover:bg-surface-2"
                      onClick={() => {
                        if (nodeId) store.getState().focusField(nodeId, path);
                        else if (edgeId) store.getState().select({ edgeIds: [edgeId] });
                        onOpenChange(false);
                      }}
                    >
                      {nodeId ? (
                        <span className="block text-muted text-xs">{nameOf(nodeId)}</span>
                      ) : null}
                      {message}
                    </button>
                  </li>
                );
              })}
            </ul>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
