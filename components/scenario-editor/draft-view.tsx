"use client";

import { useQuery } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { useEffect } from "react";
import { useRefusal } from "@/components/access";
import { scenarioKeys } from "@/components/api";
import { ReadCanvas } from "@/components/runs/read-canvas";
import { scenarioApi } from "@/components/scenarios/api";
import { FailingBanner } from "@/components/targets/failing-banner";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { useEditor, useEditorStore, useGraph } from "./context";
import { lookOfRead, NodeSettings, stateOfRead } from "./reading-node";
import { ReadingPane } from "./reading-pane";

/** How often those who look are shown what others have changed, in milliseconds. */
const FOLLOW_EVERY_MS = 5000;

/** The draft for those who may only look: on the canvas, with each node's settings, as it is by now. */
export function DraftView() {
  const store = useEditorStore();
  const graph = useGraph();
  const scenarioId = useEditor((state) => state.scenarioId);
  const nodeId = useEditor((state) => state.selection.nodeIds[0] ?? null);
  const refusal = useRefusal("scenarios:write");
  const { data } = useQuery({
    queryKey: scenarioKeys.detail(scenarioId),
    queryFn: () => scenarioApi.get(scenarioId),
    refetchInterval: FOLLOW_EVERY_MS,
  });
  useEffect(() => {
    if (data) store.getState().follow(data);
  }, [data, store]);
  const node = graphIndex(graph).nodes.get(nodeId ?? "");
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <p
        role="note"
        className="flex items-center gap-2 border-b bg-info-soft px-3 py-1.5 text-info text-sm"
      >
        <Eye aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0">Read only. {refusal}</span>
      </p>
      <ReadingPane
        label="Draft"
        canvas={
          <ReadCanvas
            label="The draft on the canvas"
            graph={graph}
            stateOf={stateOfRead}
            lookOf={lookOfRead}
            selectedNodeId={nodeId}
            onSelect={(id) => store.getState().select({ nodeIds: id === null ? [] : [id] })}
          />
        }
      >
        {node ? (
          <>
            <FailingBanner scenarioId={scenarioId} nodeId={node.id} />
            <NodeSettings node={node} />
          </>
        ) : (
          <p className="text-muted text-sm">
            {graph.nodes.length === 0
              ? "There is nothing in this scenario yet."
              : "Select a node to see its settings."}
          </p>
        )}
      </ReadingPane>
    </div>
  );
}
