"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { scenarioApi } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { VersionView } from "@/lib/scenarios/schemas";
import { useEditor } from "../context";
import { LiveBadge } from "../live-badge";
import { VersionComparison } from "./version-comparison";

/** Who published what when; what differs between any two versions, or from the draft; the way back. */
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

const DRAFT = "draft";

function Versions({ onDone }: { onDone: () => void }) {
  const scenarioId = useEditor((state) => state.scenarioId);
  const shown = useEditor((state) => state.shown);
  const [chosen, setChosen] = useState(shown && "version" in shown ? shown.version : null);
  const [other, setOther] = useState(DRAFT);
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
    return <ErrorState error={versions.error} onRetry={() => versions.refetch()} />;
  }
  if (number === null) {
    return (
      <p className="text-muted text-sm">
        Nothing has been published yet. “Activate” publishes the first version.
      </p>
    );
  }
  const others = items.filter((version) => version.number !== number);
  const isOtherThere = others.some((version) => String(version.number) === other);
  const compared = isOtherThere ? Number(other) : null;
  return (
    <div className="grid gap-4 sm:grid-cols-[14rem_1fr]">
      <div className="flex flex-col gap-1">
        <ul className="flex max-h-80 flex-col gap-0.5 overflow-y-auto max-sm:max-h-40">
          {items.map((version) => (
            <li key={version.number}>
              <Version
                version={version}
                isChosen={version.number === number}
                onChoose={() => setChosen(version.number)}
              />
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
      <section aria-label={`Version ${number}`} className="min-w-0">
        <div className="mb-3 flex flex-wrap items-center gap-2">
          <span aria-hidden className="text-sm">
            Compare version {number} with
          </span>
          <Select
            aria-label={`Compare version ${number} with`}
            className="w-40"
            value={compared === null ? DRAFT : other}
            onValueChange={setOther}
            options={[
              { value: DRAFT, label: "The draft" },
              ...others.map((version) => ({
                value: String(version.number),
                label: `Version ${version.number}`,
              })),
            ]}
          />
        </div>
        <VersionComparison number={number} other={compared} onDone={onDone} />
      </section>
    </div>
  );
}

function Version({
  version: { number, isLive, createdAt, createdBy },
  isChosen,
  onChoose,
}: {
  version: VersionView;
  isChosen: boolean;
  onChoose: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cn(
        "w-full rounded-md px-2 py-1.5 text-left text-sm hover:bg-surface-2",
        isChosen && "bg-surface-2",
      )}
    >
      <span className="flex items-center gap-1.5 font-medium">
        Version {number}
        {isLive ? <LiveBadge /> : null}
      </span>
      <span className="block text-muted text-xs">
        <RelativeTime value={createdAt} />
        {createdBy ? ` by ${createdBy.name}` : ""}
      </span>
    </button>
  );
}
