"use client";

import { useEffect, useState } from "react";
import { Allowed } from "@/components/access";
import { ApiProblem } from "@/components/api";
import { ReadCanvas } from "@/components/runs/read-canvas";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { ChangeList } from "./change-list";
import { useEditor, useEditorStore, useGraph } from "./context";
import { LiveBadge } from "./live-badge";
import { ReadingBar } from "./reading-bar";
import { lookOfRead, NodeSettings, stateOfRead } from "./reading-node";
import { ReadingPane, ReadingSkeleton } from "./reading-pane";
import { restoreVersion } from "./restore-version";
import { useVersion } from "./use-version";

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
            <Allowed to="scenarios:write">
              <Button size="sm" onClick={() => restoreVersion(store, number, version.graph)}>
                Restore into the draft
              </Button>
            </Allowed>
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
              stateOf={stateOfRead}
              lookOf={lookOfRead}
              selectedNodeId={nodeId}
              onSelect={setNodeId}
            />
          }
        >
          {node ? (
            <NodeSettings node={node} />
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
          onRetry={isUnknown ? undefined : () => refetch()}
        />
      ) : (
        <ReadingSkeleton what={`version ${number}`} />
      )}
    </div>
  );
}
