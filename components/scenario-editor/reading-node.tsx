"use client";

import type { EdgeLook } from "@/components/runs/edge-look";
import type { CardState } from "@/components/runs/read-canvas";
import { Badge } from "@/components/ui/badge";
import { Mono } from "@/components/ui/mono";
import { describeConfig } from "@/lib/scenarios/describe-config";
import { type GraphNode, isTrigger, nodeName } from "@/lib/scenarios/graph";

const plain: EdgeLook = { color: "var(--border-strong)" };
/** All connections of a graph that is only read look alike. */
export const lookOfRead = () => plain;

/** What the card of a node says that is only read. */
export function stateOfRead(node: GraphNode): CardState {
  if (node.disabled) return { foot: <Badge>Switched off</Badge>, words: "switched off" };
  const words = isTrigger(node) ? "Trigger" : "Action";
  return { foot: <span className="text-muted text-xs">{words}</span>, words: words.toLowerCase() };
}

/** A node's settings, to read; of a secret, that it is set. */
export function NodeSettings({ node }: { node: GraphNode }) {
  const fields = describeConfig({ ...node, config: {} }, node);
  return (
    <div className="flex flex-col gap-3 text-sm">
      <h2 className="break-words font-semibold text-base">{nodeName(node)}</h2>
      <Mono value={node.operation} max={40} className="text-muted" />
      {node.note ? <p className="whitespace-pre-wrap break-words">{node.note}</p> : null}
      {fields.length === 0 ? <p className="text-muted">It has no settings.</p> : null}
      <dl className="flex flex-col gap-2">
        {fields.map(({ field, label, after }) => (
          <div key={field}>
            <dt className="text-muted text-xs">{label}</dt>
            <dd className="break-words">{after}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
