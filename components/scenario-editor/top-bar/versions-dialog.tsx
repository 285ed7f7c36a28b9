"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { scenarioApi } from "@/components/scenarios/api";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { ChangeList } from "../change-list";
import { useEditor, useEditorStore, useGraph } from "../context";

/** Who published what when; what the draft has changed since; and the way back. */
export function VersionsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Version history"
        description="Each activation publishes a version, which never changes."
        className="max-w-3xl"
      >
        {open ? <Versions onDone={() => onOpenChange(false)} /> : null}
      </DialogContent>
    </Dialog>
  );
}

function Versions({ onDone }: { onDone: () => void }) {
  const scenarioId = useEditor((state) => state.scenarioId);
  const [chosen, setChosen] = useState<number | null>(null);
  const versions = useInfiniteQuery({
    queryKey: ["scenario-versions", scenarioId],
    queryFn: ({ pageParam }) => scenarioApi.versions(scenarioId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    gcTime: 0,
  });
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  const number = chosen ?? items[0]?.number ?? null;
  if (versions.isPending) return <Skeleton className="h-40 w-full" />;
  if (versions.isError) {
    return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  }
  if (number === null) {
    return (
      <p className="text-muted text-sm">
        Nothing has been published yet. “Activate” publishes the first version.
      </p>
    );
  }
  return (
    <div className="grid gap-4 sm:grid-cols-[14rem_1fr]">
      <div className="flex flex-col gap-1">
        <ul className="flex max-h-80 flex-col gap-0.5 overflow-y-auto">
          {items.map((version) => (
            <li key={version.number}>
              <button
                type="button"
                aria-pressed={version.number === number}
                onClick={() => setChosen(version.number)}
                className={cn(
                  "w-full rounded-md px-2 py-1.5 text-left text-sm hover:bg-surface-2",
                  version.number === number && "bg-surface-2",
                )}
              >
                <span className="flex items-center gap-1.5 font-medium">
                  Version {version.number}
                  {version.isLive ? <Badge tone="success">Live</Badge> : null}
                </span>
                <span className="block text-muted text-xs">
                  <RelativeTime value={version.createdAt} />
                  {version.createdBy ? ` by ${version.createdBy.name}` : ""}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {versions.hasNextPage ? (
          <Button
            size="sm"
            busy={versions.isFetchingNextPage}
            onClick={() => void versions.fetchNextPage()}
          >
            Show more
          </Button>
        ) : null}
      </div>
      <Version key={number} number={number} onDone={onDone} />
    </div>
  );
}

function Version({ number, onDone }: { number: number; onDone: () => void }) {
  const store = useEditorStore();
  const draft = useGraph();
  const scenarioId = useEditor((state) => state.scenarioId);
  const version = useQuery({
    queryKey: ["scenario-versions", scenarioId, number],
    queryFn: () => scenarioApi.version(scenarioId, number),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (version.isPending) return <Skeleton className="h-40 w-full" />;
  if (version.isError) {
    return <ErrorState error={version.error} onRetry={() => void version.refetch()} />;
  }
  const { graph } = version.data;
  const restore = () => {
    if (store.getState().apply({ type: "replace", graph })) {
      toast.success(`Version ${number} is the draft now; undo takes it back.`);
      store.getState().requestFit();
    } else {
      toast.info(`The draft is the same as version ${number}.`);
    }
    onDone();
  };
  return (
    <section aria-label={`Version ${number}`} className="min-w-0">
      <h3 className="mb-2 font-medium text-sm">
        What the draft has changed since version {number}
      </h3>
      <div className="max-h-72 overflow-y-auto">
        <ChangeList before={graph} after={draft} />
      </div>
      <DialogFooter>
        <Button variant="primary" onClick={restore}>
          Make it the draft
        </Button>
      </DialogFooter>
    </section>
  );
}
