"use client";

import { useEffect, useState } from "react";
import { ApiProblem } from "@/components/api";
import type { EdgeLook } from "@/components/runs/edge-look";
import { type CardState, ReadCanvas } from "@/components/runs/read-canvas";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { describeConfig } from "@/lib/scenarios/describe-config";
import { type GraphNode, isTrigger, nodeName } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { ChangeList } from "./change-list";
import { useEditor, useEditorStore, useGraph } from "./context";
import { LiveBadge } from "./live-badge";
import { ReadingBar } from "./reading-bar";
import { ReadingPane, ReadingSkeleton } from "./reading-pane";
import { restoreVersion } from "./restore-version";
import { useVersion } from "./use-version";

const plain: EdgeLook = { color: "var(--border-strong)" };
const lookOf = () => plain;

function stateOf(node: GraphNode): CardState {
  if (node.disabled) return { foot: <Badge>Switched off</Badge>, words: "switched off" };
  const words = isTrigger(node) ? "Trigger" : "Action";
  return { foot: <span className="text-muted text-xs">{words}</span>, words: words.toLowerCase() };
}

/** A published version in place of the draft, to read: its graph, its settings, and the way back. */
export function VersionView({ number }: { number: number }) {
  const store = useEditorStore();
  const draft = useGraph();
  const isPublished = useEditor(({ published }) => published.publishedVersion === number);
  const { data: version, error, refetch } = useVersion(number);
  const [nodeId, setNodeId] = useState<string | null>(null);
  const isThere = version !== undefined;
  useEffect(() => {
    if (isThere) store.getState().say(`You see version ${number}, not the draft.`);
  }, [isThere, number, store]);
  const node = version && graphIndex(version.graph).nodes.get(nodeId ?? "");
  const isUnknown = error instanceof ApiProblem && error.status === 404;
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <ReadingBar
        actions={
          version ? (
            <Button size="sm" onClick={() => restoreVersion(store, number, version.graph)}>
              Restore into the draft
            </Button>
          ) : null
        }
      >
        <span>Viewing version {number}</span>
        {isPublished ? <LiveBadge /> : null}
        {version ? (
          <span className="text-muted">
            <RelativeTime value={version.createdAt} />
            {version.createdBy ? ` by ${version.createdBy.name}` : ""}
          </span>
        ) : null}
      </ReadingBar>
      {version ? (
        <ReadingPane
          label={`Version ${number}`}
          canvas={
            <ReadCanvas
              label={`Version ${number} on the canvas`}
              graph={version.graph}
              stateOf={stateOf}
              lookOf={lookOf}
              selectedNodeId={nodeId}
              onSelect={setNodeId}
            />
          }
        >
          {node ? (
            <Settings node={node} />
          ) : (
            <>
              <h2 className="mb-2 font-semibold text-base">What the draft has changed since</h2>
              <ChangeList before={version.graph} after={draft} />
              <p className="mt-4 text-muted text-sm">Select a node to see its settings.</p>
            </>
          )}
        </ReadingPane>
      ) : error ? (
        <ErrorState
          title={isUnknown ? `There is no version ${number}` : undefined}
          detail={isUnknown ? "“Version history” lists those that were published." : undefined}
          error={error}
          onRetry={isUnknown ? undefined : () => void refetch()}
        />
      ) : (
        <ReadingSkeleton what={`version ${number}`} />
      )}
    </div>
  );
}

/** A node's settings as they were published; of a secret, that it is set. */
function Settings({ node }: { node: GraphNode }) {
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
