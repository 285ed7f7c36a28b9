"use client";

import { ArrowLeft, Redo2, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { reasonOf } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import { StatusBadge } from "@/components/ui/status-badge";
import { useEditor } from "../context";
import { ProblemsMenu } from "./problems-menu";
import { PublishButtons } from "./publish-buttons";
import { RunMenu } from "./run-menu";
import { SaveStateNote } from "./save-state";

export const SCENARIO_NAME_MAX_LENGTH = 100;

export function TopBar() {
  const status = useEditor((state) => state.published.status);
  const canUndo = useEditor((state) => state.history.past.length > 0);
  const canRedo = useEditor((state) => state.history.future.length > 0);
  const undo = useEditor((state) => state.undo);
  const redo = useEditor((state) => state.redo);
  const [problemsOpen, setProblemsOpen] = useState(false);
  // A menu that closes gives its button the focus back, which would close the list at once.
  const showProblems = () => setTimeout(() => setProblemsOpen(true), 100);
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-x-2 gap-y-1 border-b bg-surface px-3 py-1">
      <Button asChild size="icon-sm" variant="ghost">
        <Link href="/scenarios" aria-label="Back to scenarios">
          <ArrowLeft aria-hidden />
        </Link>
      </Button>
      <ScenarioName />
      <StatusBadge status={status} />
      <div className="min-w-20 flex-1">
        <SaveStateNote />
      </div>
      <ProblemsMenu open={problemsOpen} onOpenChange={setProblemsOpen} />
      <Button size="icon-sm" variant="ghost" aria-label="Undo" disabled={!canUndo} onClick={undo}>
        <Undo2 aria-hidden />
      </Button>
      <Button size="icon-sm" variant="ghost" aria-label="Redo" disabled={!canRedo} onClick={redo}>
        <Redo2 aria-hidden />
      </Button>
      <RunMenu onProblems={showProblems} />
      <PublishButtons onProblems={showProblems} />
    </header>
  );
}

function ScenarioName() {
  const name = useEditor((state) => state.published.name);
  const rename = useEditor((state) => state.rename);
  const [typed, setTyped] = useState<string | null>(null);
  const commit = async () => {
    const wanted = typed?.trim() ?? "";
    setTyped(null);
    if (wanted === "" || wanted === name) return;
    try {
      await rename(wanted);
    } catch (error) {
      toast.error(`Not renamed: ${reasonOf(error)}`);
    }
  };
  return (
    <input
      aria-label="Scenario name"
      data-own-undo
      maxLength={SCENARIO_NAME_MAX_LENGTH}
      className="h-8 w-56 min-w-24 shrink truncate rounded-md border border-transparent bg-transparent px-2 font-semibold text-base hover:border-border focus-visible:outline-offset-0"
      value={typed ?? name}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void commit()}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        if (event.key === "Escape") setTyped(null);
      }}
    />
  );
}
