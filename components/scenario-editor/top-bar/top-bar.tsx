"use client";

import { ArrowLeft, Redo2, Send, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import { getOperation, liveOperations } from "@/lib/apps/registry";
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
  const store = useEditorStore();
  const status = useEditor((state) => state.published.status);
  // While it is active, the button "Publish changes" says so.
  const hasUnpublished = useEditor(
    ({ published }) =>
      published.status === "paused" &&
      published.publishedVersion !== null &&
      published.hasUnpublishedChanges,
  );
  // Behind a run or a version that is being read, the draft stays as it is.
  const canUndo = useEditor((state) => state.shown === null && state.history.past.length > 0);
  const canRedo = useEditor((state) => state.shown === null && state.history.future.length > 0);
  const undo = useEditor((state) => state.undo);
  const redo = useEditor((state) => state.redo);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const [problemsOpen, setProblemsOpen] = useState(false);
  // A menu that closes gives its button the focus back, which would close the list at once.
  const showProblems = () => {
    store.getState().endFresh();
    setTimeout(() => setProblemsOpen(true), 100);
  };
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
          {isReadOnly ? null : (
            <>
              <SaveStateNote />
              <OthersHere />
            </>
          )}
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-1.5 max-md:order-1 max-md:w-full max-sm:gap-1">
        <ProblemsMenu open={problemsOpen} onOpenChange={setProblemsOpen} />
        {isReadOnly ? null : (
          <>
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
          </>
        )}
      </div>
      <div className="max-md:self-start">
        <MoreMenu />
      </div>
    </header>
  );
}

const testNounOf = ({ operation }: GraphNode) => getOperation(operation)?.abilities?.testNoun;
const canBeTested = (node: GraphNode) => testNounOf(node) !== undefined;
/** As long as there is no telling which operation is meant. */
const anyNoun =
  liveOperations("action").find(({ abilities }) => abilities?.testNoun)?.abilities?.testNoun ??
  "node";

/** Tests the selected node, or the only one there is that can be tested. */
function TestButton() {
  const store = useEditorStore();
  const node = useEditor((state) => {
    const { present } = state.history;
    const [selected] = state.selection.nodeIds;
    const chosen = selected && graphIndex(present).nodes.get(selected);
    if (chosen && canBeTested(chosen)) return chosen;
    const [only, ...others] = present.nodes.filter(canBeTested);
    return others.length === 0 ? only : undefined;
  });
  const hasNone = useEditor(({ history }) => !history.present.nodes.some(canBeTested));
  const noun = (node && testNounOf(node)) ?? anyNoun;
  if (node === undefined) {
    return (
      <UnavailableButton
        className="max-md:hidden"
        reason={
          hasNone
            ? `There is no ${noun} to test yet: add one from the palette.`
            : `Select the ${noun} to test.`
        }
      >
        <Send aria-hidden />
        Test {noun}
      </UnavailableButton>
    );
  }
  return (
    <Button
      size="sm"
      className="max-md:hidden"
      title={`Sends the ${noun} as it is on screen, once`}
      onClick={() => {
        const { select, show } = store.getState();
        // The test is a part of the node's settings, which what is shown to be read stands in front of.
        show(null);
        select({ nodeIds: [node.id] });
        store.setState({ testRequest: node.id });
      }}
    >
      <Send aria-hidden />
      Test {noun}
    </Button>
  );
}
