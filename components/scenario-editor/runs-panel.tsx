"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useState } from "react";
import { apiFetch, type Page, query, type Run, runKeys } from "@/components/api";
import { reasonOf } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge, TestBadge } from "@/components/ui/status-badge";
import { useEditor, useEditorStore } from "./context";

const SHOWN = 10;

/** The last runs of the scenario, below the canvas; picking one shows it there. */
export function RunsPanel() {
  const store = useEditorStore();
  const scenarioId = useEditor((state) => state.scenarioId);
  const shownRunId = useEditor(({ shown }) => (shown && "runId" in shown ? shown.runId : null));
  const [open, setOpen] = useState(false);
  const params = { scenarioId, limit: SHOWN };
  const runs = useQuery({
    queryKey: runKeys.list(params),
    queryFn: ({ signal }) => apiFetch<Page<Run>>(`/api/v1/runs${query(params)}`, { signal }),
    enabled: open,
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => run.status === "running") ? 2000 : 10_000,
  });
  return (
    <section aria-label="Last runs" className="border-t bg-surface max-md:hidden">
      <Button
        size="sm"
        variant="ghost"
        aria-expanded={open}
        className="m-1"
        onClick={() => setOpen(!open)}
      >
        {open ? <ChevronDown aria-hidden /> : <ChevronUp aria-hidden />}
        Last runs
      </Button>
      {open ? (
        <div className="relative max-h-48 overflow-y-auto px-2 pb-2">
          {runs.isPending ? <p className="p-2 text-muted text-sm">Loading…</p> : null}
          {runs.isError && !runs.data ? (
            <p role="alert" className="p-2 text-danger text-sm">
              {reasonOf(runs.error)}
            </p>
          ) : null}
          {runs.data?.items.length === 0 ? (
            <p className="p-2 text-muted text-sm">
              It has not run yet. “Run” tries it with the sample or with a recent order.
            </p>
          ) : null}
          <ul className="flex flex-col">
            {runs.data?.items.map((run) => (
              <li key={run.id}>
                <button
                  type="button"
                  aria-pressed={run.id === shownRunId}
                  onClick={() => store.getState().show({ runId: run.id })}
                  className={cn(
                    "flex min-h-8 w-full flex-wrap items-center gap-2 rounded-sm px-2 text-left text-sm hover:bg-surface-2",
                    run.id === shownRunId && "bg-surface-2",
                  )}
                >
                  <StatusBadge status={run.status} />
                  {run.isTest ? <TestBadge /> : null}
                  <span className="font-mono text-xs">{run.orderNumber ?? "sample"}</span>
                  <span className="text-muted">
                    {run.versionNumber ? `version ${run.versionNumber}` : "draft"}
                  </span>
                  <RelativeTime value={run.createdAt} className="ml-auto text-muted" />
                </button>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}
