import { Handle, Position } from "@xyflow/react";
import { StickyNote } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { getOperation } from "@/lib/apps/registry";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { nodeSentence } from "@/lib/scenarios/sentence";
import { OperationIcon } from "./app-icon";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout";

const handleStyles = "!size-3 !border-2 !border-surface !bg-border-strong hover:!bg-accent";

/** The looks of a node on a canvas: what it is and does, and in the foot how it stands. */
export function NodeCard({
  node,
  selected,
  isConnectable = true,
  isFar = false,
  foot,
  children,
}: {
  node: GraphNode;
  selected: boolean;
  /** Whether its handles are there to be dragged. */
  isConnectable?: boolean;
  /**
   * Seen from far: its name alone, in letters that can still be read. Its handles, which nobody could
   * hit, are left out: of hundreds of cards they cost more than the rest. Where they are is known.
   */
  isFar?: boolean;
  foot: ReactNode;
  children?: ReactNode;
}) {
  const operation = getOperation(node.operation);
  const name = nodeName(node);
  const sentence = nodeSentence(node);
  return (
    <div
      style={{ width: NODE_WIDTH, height: NODE_HEIGHT }}
      className={cn(
        "relative rounded-md border bg-surface p-2.5 text-left",
        selected && "border-accent outline-1 outline-accent",
        !operation && "border-danger border-dashed",
        node.disabled && "border-dashed",
        isFar && "border-4 border-border-strong",
      )}
    >
      {operation?.kind !== "trigger" && !isFar ? (
        <Handle
          type="target"
          position={Position.Left}
          isConnectable={isConnectable}
          className={handleStyles}
        />
      ) : null}
      {isFar ? (
        <p className="line-clamp-2 font-medium text-2xl">{name}</p>
      ) : (
        <>
          <div className={cn("flex items-start gap-2.5", node.disabled && "opacity-60")}>
            <OperationIcon operation={node.operation} />
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium text-sm" title={name}>
                {name}
              </p>
              <p className="truncate text-muted text-xs" title={sentence}>
                {sentence}
              </p>
            </div>
            {node.note ? (
              <span title={node.note} className="text-muted">
                <StickyNote aria-hidden className="size-3.5" />
                <span className="sr-only">Note: {node.note}</span>
              </span>
            ) : null}
          </div>
          <div className="mt-1.5 flex items-center gap-1.5">{foot}</div>
        </>
      )}
      {(isFar ? [] : (operation?.ports ?? [])).map((port) => (
        <Handle
          key={port.key}
          id={port.key}
          type="source"
          position={Position.Right}
          isConnectable={isConnectable}
          className={handleStyles}
        />
      ))}
      {children}
    </div>
  );
}
