"use client";

import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { NodeConfig } from "@/lib/apps/types";
import type { GraphNode } from "@/lib/scenarios/graph";
import { sameJson } from "@/lib/scenarios/operations";
import { useEditor, useEditorStore } from "../context";
import { faultOf } from "./json-fault";

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
  /** What this editor itself wrote last; another config came from elsewhere, such as an undo. */
  const written = useRef<unknown>(config);
  const [generation, setGeneration] = useState(0);
  if (!sameJson(written.current, config)) {
    written.current = config;
    if (pending === undefined) setGeneration(generation + 1);
  }
  const error = pending === undefined ? null : (faultOf(pending) ?? null);
  const change = (text: string) => {
    const { apply, setPendingText } = store.getState();
    const fault = faultOf(text);
    setPendingText(nodeId, CONFIG_TEXT, fault === null ? null : text);
    if (fault !== null) return;
    const next = JSON.parse(text) as NodeConfig;
    written.current = next;
    apply({ type: "setConfig", nodeId, config: next }, `json:${nodeId}`);
  };
  return (
    <div className="flex flex-col gap-1">
      <JsonEditor
        key={generation}
        label="Settings as JSON"
        text={pending ?? JSON.stringify(config, null, 2)}
        onChange={change}
      />
      {error ? (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : (
        <p className="text-muted text-xs">
          {'{ "$secret": … }'} stands for a stored secret, which can’t be read again.
        </p>
      )}
    </div>
  );
}
