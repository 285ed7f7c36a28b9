"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { NodeConfig } from "@/lib/apps/types";
import type { GraphNode } from "@/lib/scenarios/graph";
import { sameJson } from "@/lib/scenarios/operations";
import { secretPlaces, valueAt } from "@/lib/scenarios/secret-places";
import { useEditor, useEditorStore } from "../context";
import { problemsOf } from "../derived";
import { isToFillIn } from "../to-fill-in";
import { faultOf } from "./json-fault";
import { useHeldEdit } from "./use-held-edit";

const JsonEditor = dynamic(() => import("./json-editor"), {
  ssr: false,
  loading: () => <Skeleton className="h-32 w-full" />,
});

/** The key under which half-typed JSON of a whole config is kept. */
export const CONFIG_TEXT = "";

/** The config of a node as JSON: the very document that the form edits. */
export function ConfigJson({ node }: { node: GraphNode }) {
  const store = useEditorStore();
  const { id: nodeId, config } = node;
  const pending = useEditor((state) => state.pendingTexts[`${nodeId}:${CONFIG_TEXT}`]);
  /** What was typed here last, as long as the document says the same: its layout is the writer's. */
  const [typed, setTyped] = useState<{ text: string; config: NodeConfig } | null>(null);
  /** A config with a secret in it as text: handed on as a whole, not at every pause in typing. */
  const [held, setHeld] = useState<{ text: string; config: NodeConfig } | null>(null);

  const apply = (next: NodeConfig) =>
    store.getState().apply({ type: "setConfig", nodeId, config: next }, `json:${nodeId}`);
  const commitHeld = () => {
    if (held) apply(held.config);
    setHeld(null);
  };
  useHeldEdit(held && (() => apply(held.config)));

  const change = (text: string) => {
    const fault = faultOf(text);
    store.getState().setPendingText(nodeId, CONFIG_TEXT, fault === null ? null : text);
    if (fault !== null) return setHeld(null);
    const next = JSON.parse(text) as NodeConfig;
    if (hasNewSecret({ ...node, config: next }, config)) return setHeld({ text, config: next });
    setHeld(null);
    setTyped({ text, config: next });
    apply(next);
  };

  const freshIds = useEditor((state) => state.freshIds);
  const faults = useEditor((state) => problemsOf(state.problems, nodeId)).filter(
    (problem) => problem.code === "config" && !isToFillIn(problem, node, freshIds),
  );
  const error = pending === undefined ? null : (faultOf(pending) ?? null);
  const own = typed && sameJson(typed.config, config) ? typed.text : null;
  return (
    <div className="flex flex-col gap-1">
      <JsonEditor
        label="Settings as JSON"
        text={pending ?? held?.text ?? own ?? JSON.stringify(config, null, 2)}
        onChange={change}
        onBlur={commitHeld}
      />
      {error ? (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : null}
      {error === null && faults.length > 0 ? (
        <ul
          aria-label="Problems of the settings"
          className="flex flex-col gap-0.5 text-danger text-xs"
        >
          {faults.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              {path ? <code className="font-mono">{path}: </code> : null}
              {message}
            </li>
          ))}
        </ul>
      ) : null}
      {error ? null : (
        <p className="text-muted text-xs">
          {'{ "$secret": … }'} stands for a stored secret, which can’t be read again.
        </p>
      )}
    </div>
  );
}

/** Whether a node's config holds a secret as text that its former config does not hold. */
function hasNewSecret(node: GraphNode, former: NodeConfig): boolean {
  return secretPlaces(node).some((place) => {
    const value = valueAt(node.config, place);
    return typeof value === "string" && valueAt(former, place) !== value;
  });
}
