"use client";

import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { CircleCheck, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { getOperation } from "@/lib/apps/registry";
import { nodeName } from "@/lib/scenarios/graph";
import { nodeSentence } from "@/lib/scenarios/sentence";
import { addNode } from "../add-node";
import { OperationIcon } from "../app-icon";
import { useEditor, useEditorStore } from "../context";
import { NODE_WIDTH } from "../layout";
import { ActionMenu } from "./action-menu";

export type OperationFlowNode = Node<Record<string, never>, "operation">;

const handleStyles = "!size-3 !border-2 !border-surface !bg-border-strong hover:!bg-accent";

/** The card of one node: what it is, what it does in one sentence, and whether it is complete. */
export const OperationNode = memo(function OperationNode({
  id,
  selected,
}: NodeProps<OperationFlowNode>) {
  const store = useEditorStore();
  const node = useEditor((state) => state.history.present.nodes.find((each) => each.id === id));
  const problemCount = useEditor(
    (state) => state.problems.filter((problem) => problem.nodeId === id).length,
  );
  const isOpen = useEditor(
    (state) => !state.history.present.edges.some((edge) => edge.source === id),
  );
  if (!node) return null;
  const operation = getOperation(node.operation);
  const name = nodeName(node);
  const sentence = nodeSentence(node);
  return (
    <div
      style={{ width: NODE_WIDTH }}
      className={cn(
        "relative rounded-md border bg-surface p-2.5 text-left",
        selected && "border-accent outline-1 outline-accent",
        !operation && "border-danger border-dashed",
      )}
    >
      {operation?.kind !== "trigger" ? (
        <Handle type="target" position={Position.Left} className={handleStyles} />
      ) : null}
      <div className="flex items-start gap-2.5">
        <OperationIcon operation={node.operation} />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium text-sm" title={name}>
            {name}
          </p>
          <p className="truncate text-muted text-xs" title={sentence}>
            {sentence}
          </p>
        </div>
      </div>
      <div className="mt-1.5 flex items-center gap-1.5">
        {problemCount > 0 ? (
          <Badge tone="warning">
            <TriangleAlert aria-hidden />
            {problemCount === 1 ? "1 problem" : `${problemCount} problems`}
          </Badge>
        ) : (
          <Badge tone="success">
            <CircleCheck aria-hidden />
            Ready
          </Badge>
        )}
        {operation?.kind === "trigger" ? <span className="text-muted text-xs">Trigger</span> : null}
      </div>
      {(operation?.ports ?? []).map((port) => (
        <Handle
          key={port.key}
          id={port.key}
          type="source"
          position={Position.Right}
          className={handleStyles}
        />
      ))}
      {operation && isOpen ? (
        <div className="absolute top-1/2 -right-9 -translate-y-1/2">
          <ActionMenu
            label={`Add after ${name}`}
            onPick={(key) => addNode(store, key, { after: id })}
          />
        </div>
      ) : null}
    </div>
  );
});
