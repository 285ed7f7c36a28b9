"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { Popover } from "radix-ui";
import { Button } from "@/components/ui/button";
import { nodeName } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import type { Problem } from "@/lib/scenarios/validate";
import { useEditor, useEditorStore, useGraph } from "../context";
import { allProblems } from "../derived";

/** Problems by node, those of the scenario as a whole first. */
function groupsOf(problems: readonly Problem[]): [nodeId: string | undefined, Problem[]][] {
  const groups = new Map<string | undefined, Problem[]>([[undefined, []]]);
  for (const problem of problems) {
    const group = groups.get(problem.nodeId);
    if (group) group.push(problem);
    else groups.set(problem.nodeId, [problem]);
  }
  return [...groups].filter(([, group]) => group.length > 0);
}

/** How many things stand in the way, and each of them one click from its field. */
export function ProblemsMenu({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const store = useEditorStore();
  const problems = useEditor(allProblems);
  const { nodes } = graphIndex(useGraph());
  const count = problems.length;
  const words = count === 0 ? "No problems" : count === 1 ? "1 problem" : `${count} problems`;
  const nameOf = (id: string | undefined) => {
    const node = id === undefined ? undefined : nodes.get(id);
    return node ? nodeName(node) : "The scenario";
  };
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>
        <Button
          size="sm"
          variant="ghost"
          aria-label={words}
          className={count > 0 ? "text-warning" : "text-muted"}
        >
          {count > 0 ? <TriangleAlert aria-hidden /> : <CircleCheck aria-hidden />}
          <span className="max-sm:hidden">{words}</span>
          <span className="sm:hidden">{count}</span>
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Problems"
          className="z-50 max-h-96 w-80 overflow-y-auto rounded-md border bg-surface p-1 shadow-lg"
        >
          {count === 0 ? (
            <p className="p-2 text-muted text-sm">Nothing stands in the way of activation.</p>
          ) : (
            groupsOf(problems).map(([id, group]) => (
              <section key={id ?? ""} aria-label={nameOf(id)} className="py-1">
                <h3 className="truncate px-2 text-muted text-xs">{nameOf(id)}</h3>
                <ul>
                  {group.map(({ nodeId, edgeId, message, path, code }) => (
                    <li key={[code, edgeId, path, message].join("|")}>
                      <button
                        type="button"
                        className="block w-full rounded-sm px-2 py-1 text-left text-sm hover:bg-surface-2"
                        onClick={() => {
                          if (nodeId) store.getState().focusField(nodeId, path);
                          else if (edgeId) store.getState().select({ edgeIds: [edgeId] });
                          onOpenChange(false);
                        }}
                      >
                        {message}
                      </button>
                    </li>
                  ))}
                </ul>
              </section>
            ))
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
