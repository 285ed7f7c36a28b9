"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { reasonOf, scenarioApi } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { ChangeList } from "../change-list";
import { useEditor, useEditorStore, useGraph } from "../context";

/** Both sides of a conflict, and the three ways out of it; nothing is decided by itself. */
export function ConflictDialog({
  open,
  onOpenChange,
  onTheirs,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Opens the scenario anew, as it was saved by the other. */
  onTheirs: () => Promise<unknown>;
}) {
  const store = useEditorStore();
  const router = useRouter();
  const mine = useGraph();
  const base = store.getState().base();
  const scenarioId = useEditor((state) => state.scenarioId);
  const theirs = useQuery({
    queryKey: ["scenario-conflict", scenarioId],
    queryFn: () => scenarioApi.get(scenarioId),
    enabled: open,
    gcTime: 0,
    staleTime: 0,
  });
  const fail = (error: unknown) => {
    toast.error(reasonOf(error));
  };
  const keepTheirs = useMutation({ mutationFn: onTheirs, onError: fail });
  const keepMine = useMutation({
    mutationFn: async () => {
      if (!(await store.getState().overwrite())) throw new Error("It could not be saved yet.");
    },
    onSuccess: () => onOpenChange(false),
    onError: fail,
  });
  const keepBoth = useMutation({
    mutationFn: () => scenarioApi.copyWith(scenarioId, mine),
    onSuccess: ({ id, name }) => {
      toast.success(`Saved as “${name}”.`);
      store.autosave.forget();
      router.push(`/scenarios/${id}`);
    },
    onError: fail,
  });
  const busy = keepTheirs.isPending || keepMine.isPending || keepBoth.isPending;
  /** Nobody replaces what they have not seen. */
  const isUnseen = theirs.data === undefined;
  const who = theirs.data?.updatedBy?.name;
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent
        title="Two versions of this scenario"
        description={`It was saved elsewhere${who ? ` by ${who}` : ""} while you had it open. Nothing is lost yet.`}
        className="max-w-3xl"
      >
        {theirs.isPending ? <Skeleton className="h-40 w-full" /> : null}
        {theirs.isError ? (
          <ErrorState error={theirs.error} onRetry={() => void theirs.refetch()} />
        ) : null}
        {theirs.data ? (
          <div className="grid max-h-80 gap-4 overflow-y-auto sm:grid-cols-2">
            <section aria-label="What you changed">
              <h3 className="mb-2 font-medium text-sm">You changed</h3>
              <ChangeList before={base} after={mine} />
            </section>
            <section aria-label="What was changed elsewhere">
              <h3 className="mb-2 font-medium text-sm">
                {who ? `${who} changed` : "Changed elsewhere"}
              </h3>
              <ChangeList before={base} after={theirs.data.graph} />
            </section>
          </div>
        ) : null}
        <DialogFooter>
          <Button
            busy={keepTheirs.isPending}
            disabled={busy || isUnseen}
            onClick={() => keepTheirs.mutate()}
          >
            Take theirs, drop mine
          </Button>
          <Button busy={keepBoth.isPending} disabled={busy} onClick={() => keepBoth.mutate()}>
            Save mine as a copy
          </Button>
          <Button
            busy={keepMine.isPending}
            disabled={busy || isUnseen}
            onClick={() => keepMine.mutate()}
          >
            Keep mine, replace theirs
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
