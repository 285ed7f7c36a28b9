"use client";

import { ArrowLeft, Redo2, Send, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import type { GraphNode } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { useEditor, useEditorStore } from "../context";
import { keys } from "../shortcuts";
import { MoreMenu } from "./more-menu";
import { OthersHere } from "./others-here";
import { ProblemsMenu } from "./problems-menu";
import { PublishButtons } from "./publish-buttons";
import { RunMenu } from "./run-menu";
import { SaveStateNote } from "./save-state";
import { ScenarioName } from "./scenario-name";

export function TopBar() {
  const status = useEditor((state) => state.published.status);
  // While it is active, the button "Publish changes" says so.
  const hasUnpublished = useEditor(
    ({ published }) =>
      published.status === "paused" &&
      published.publishedVersion !== null &&
      published.hasUnpublishedChanges,
  );
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const undo = useEditor((state) => state.undo);
  const redo = useEditor((state) => state.redo);
  const [problemsOpen, setProblemsOpen] = useState(false);
  // A menu that closes gives its button the focus back, which would close the list at once.
  const showProblems = () => setTimeout(() => setProblemsOpen(true), 100);
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 border-b bg-surface px-3 py-1">
      <Button asChild size="icon-sm" variant="ghost" className="max-md:self-start">
        <Link href="/scenarios" aria-label="Back to scenarios">
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      <div className="min-w-0 flex-1 basis-56">
        <ScenarioName />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
          <StatusBadge status={status} />
          {hasUnpublished ? <Badge tone="info">Unpublished changes</Badge> : null}
          <SaveStateNote />
          <OthersHere />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-1.5 max-md:order-1 max-md:w-full max-sm:gap-1">
        <ProblemsMenu open={problemsOpen} onOpenChange={setProblemsOpen} />
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label="Undo"
          title={`Undo (${keys("mod+z")})`}
          disabled={!canUndo}
          onClick={undo}
        >
          <Undo2 aria-hidden />
        </Button>
        <Button
          size="icon-sm"
          variant="ghost"
          aria-label="Redo"
          title={`Redo (${keys("mod+shift+z")})`}
          disabled={!canRedo}
          onClick={redo}
        >
          <Redo2 aria-hidden />
        </Button>
        <TestButton />
        <RunMenu onProblems={showProblems} />
        <PublishButtons onProblems={showProblems} />
      </div>
      <div className="max-md:self-start">
        <MoreMenu />
      </div>
    </header>
  );
}

const isWebhook = ({ operation }: GraphNode) => operation === "webhooks.send";

/** Tests the selected webhook, or the only one there is. */
function TestButton() {
  const store = useEditorStore();
  const nodeId = useEditor((state) => {
    const { present } = state.history;
    const webhooks = present.nodes.filter(isWebhook);
    const [selected] = state.selection.nodeIds;
    const chosen = selected && graphIndex(present).nodes.get(selected);
    if (chosen && webhooks.includes(chosen)) return chosen.id;
    return webhooks.length === 1 ? webhooks[0]?.id : undefined;
  });
  const hasNone = useEditor(({ history }) => !history.present.nodes.some(isWebhook));
  if (nodeId === undefined) {
    return (
      <UnavailableButton
        className="max-md:hidden"
        reason={
          hasNone
            ? "There is no webhook to test yet: add one from the palette."
            : "Select the webhook to test."
        }
      >
        <Send aria-hidden />
        Test webhook
      </UnavailableButton>
    );
  }
  return (
    <Button
      size="sm"
      className="max-md:hidden"
      title="Sends the webhook as it is on screen, once"
      onClick={() => {
        const { select, showRun } = store.getState();
        // The test is a part of the node's settings, which a run on the canvas stands in front of.
        showRun(null);
        select({ nodeIds: [nodeId] });
        store.setState({ testRequest: nodeId });
      }}
    >
      <Send aria-hidden />
      Test webhook
    </Button>
  );
}
