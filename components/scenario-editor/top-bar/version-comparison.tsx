"use client";

import { Allowed } from "@/components/access";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ChangeList } from "../change-list";
import { useEditorStore, useGraph } from "../context";
import { restoreVersion } from "../restore-version";
import { useVersion } from "../use-version";

/** What differs between a version and another one, or the draft, the later one against the earlier. */
export function VersionComparison({
  number,
  other,
  onDone,
}: {
  number: number;
  /** Null for the draft. */
  other: number | null;
  onDone: () => void;
}) {
  const store = useEditorStore();
  const draft = useGraph();
  const version = useVersion(number);
  const compared = useVersion(other);
  const isPending = version.isPending || (other !== null && compared.isPending);
  const failed = [version, compared].find(({ isError }) => isError);
  if (failed) return <ErrorState error={failed.error} onRetry={() => failed.refetch()} />;
  if (isPending || !version.data) return <Skeleton className="h-40 w-full" />;
  const { graph } = version.data;
  const against = other === null ? draft : compared.data?.graph;
  // The draft is later than every version.
  const isLater = other !== null && number > other;
  const [earlier, later] = isLater ? [other, number] : [number, other];
  return (
    <>
      <h3 className="mb-2 font-medium text-sm">
        {later === null
          ? `What the draft has changed since version ${earlier}`
          : `What version ${later} changed since version ${earlier}`}
      </h3>
      {against ? (
        <div className="max-h-72 overflow-y-auto">
          <ChangeList before={isLater ? against : graph} after={isLater ? graph : against} />
        </div>
      ) : null}
      <DialogFooter>
        <Button
          onClick={() => {
            onDone();
            store.getState().show({ version: number });
          }}
        >
          View version {number}
        </Button>
        <Allowed to="scenarios:write">
          <Button
            variant="primary"
            onClick={() => {
              onDone();
              restoreVersion(store, number, graph);
            }}
          >
            Restore into the draft
          </Button>
        </Allowed>
      </DialogFooter>
    </>
  );
}
