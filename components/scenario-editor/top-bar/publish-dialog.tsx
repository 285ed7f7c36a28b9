"use client";

import { useQuery } from "@tanstack/react-query";
import { CirclePause } from "lucide-react";
import { useRef } from "react";
import { scenarioApi } from "@/components/scenarios/api";
import { heldOutlook } from "@/components/targets/held-outlook";
import { useTargets } from "@/components/targets/use-targets";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { liveSentence } from "@/lib/scenarios/live-sentence";
import { ChangeList } from "../change-list";
import { useEditor, useGraph } from "../context";
import { useVersion } from "../use-version";

/** What publishing changes for the events to come, before it is done. */
export function PublishDialog({
  open,
  onOpenChange,
  busy,
  onPublish,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  busy: boolean;
  onPublish: () => void;
}) {
  const live = useEditor((state) => state.published.publishedVersion);
  const base = useEditor((state) => state.published.draftBaseVersion);
  const isActive = useEditor((state) => state.published.status === "active");
  const draft = useGraph();
  const isOutdated = live !== null && base !== null && base < live;
  const verb = isActive ? "Publish" : "Activate";
  // Nobody publishes over what they could not see.
  const isSeen = useVersion(open ? live : null).isSuccess;
  const primary = useRef<HTMLButtonElement>(null);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title={isActive ? "Publish the changes?" : "Activate with the changes?"}
        description={
          isActive ? "From the next event on, they are live." : (liveSentence(draft) ?? "")
        }
        onOpenAutoFocus={(event) => {
          // What takes something back is not done by pressing Enter once more.
          if (!primary.current || isOutdated) return;
          event.preventDefault();
          primary.current.focus();
        }}
      >
        {isOutdated ? (
          <p className="mb-3 rounded-md bg-warning-soft p-2 text-sm text-warning">
            This draft was made from version {base}; version {live}{" "}
            {isActive ? "is live" : "was published since"}. What version {live} had changed is taken
            back where it is listed here.
          </p>
        ) : null}
        {open && live !== null ? (
          <>
            <Authors version={live} />
            <Held version={live} />
            <Difference version={live} />
          </>
        ) : null}
        <DialogFooter>
          <Button onClick={() => onOpenChange(false)}>Not yet</Button>
          <Button
            ref={primary}
            variant="primary"
            busy={busy}
            aria-disabled={!isSeen}
            onClick={() => (isSeen ? onPublish() : undefined)}
            // The Enter that opened the dialog may still be held down.
            onKeyDown={(event) => (event.repeat ? event.preventDefault() : undefined)}
          >
            {isOutdated ? `${verb} anyway` : verb}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** Who has a part in what is about to be published. */
function Authors({ version }: { version: number }) {
  const scenarioId = useEditor((state) => state.scenarioId);
  // What is being saved just now is somebody's part, too.
  const isSaved = useEditor((state) => state.save.kind === "saved");
  const authors = useQuery({
    queryKey: ["scenario-authors", scenarioId, isSaved],
    queryFn: () => scenarioApi.draftAuthors(scenarioId),
    gcTime: 0,
    staleTime: 0,
  });
  const names = authors.data?.items.map(({ name }) => name) ?? [];
  if (names.length === 0) return null;
  return (
    <p className="mb-3 text-sm">
      <span className="text-muted">Changed since version {version} by </span>
      {new Intl.ListFormat("en").format(names)}
    </p>
  );
}

/** What becomes of what waits for a paused target: it may be a lot, and it can't be called back. */
function Held({ version }: { version: number }) {
  const scenarioId = useEditor((state) => state.scenarioId);
  const draft = useGraph();
  const live = useVersion(version);
  const targets = useTargets();
  const own = targets.data?.items.filter((target) => target.scenarioId === scenarioId) ?? [];
  const sentences = live.data ? heldOutlook(own, live.data.graph, draft) : [];
  if (sentences.length === 0) return null;
  return (
    <ul aria-label="Held deliveries" className="mb-3 flex flex-col gap-2">
      {sentences.map((words) => (
        <li
          key={words}
          className="wrap-anywhere flex items-start gap-2 rounded-md bg-warning-soft p-2 text-sm text-warning"
        >
          <CirclePause aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">{words}</span>
        </li>
      ))}
    </ul>
  );
}

function Difference({ version }: { version: number }) {
  const draft = useGraph();
  const live = useVersion(version);
  if (live.isPending) return <Skeleton className="h-24 w-full" />;
  if (live.isError) return <ErrorState error={live.error} onRetry={() => live.refetch()} />;
  return (
    <div className="max-h-80 overflow-y-auto">
      <ChangeList before={live.data.graph} after={draft} />
    </div>
  );
}
