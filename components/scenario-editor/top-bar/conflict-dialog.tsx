"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { reasonOf, type Scenario, scenarioApi } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { mergeGraphs } from "@/lib/scenarios/merge-graphs";
import { ChangeList } from "../change-list";
import { useEditor, useEditorStore, useGraph } from "../context";

/** Both sides of a conflict, and the ways out of it; nothing is decided by itself. */
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
  /** Nobody decides over what they have not seen; what is being looked for anew may be another one. */
  const seen = theirs.isFetching ? undefined : theirs.data;
  const merged = seen && open ? mergeGraphs({ base, mine, theirs: seen.graph }) : undefined;
  const clashes = merged && "clashes" in merged ? merged.clashes : [];
  const fail = (error: unknown) => {
    toast.error(reasonOf(error));
  };
  /** Another save elsewhere meanwhile is another conflict: the dialog then shows that one. */
  const unlessSaved = (isSaved: boolean) => {
    if (!isSaved) throw new Error("It could not be saved yet.");
  };
  const takeTheirs = useMutation({ mutationFn: onTheirs, onError: fail });
  const replaceTheirs = useMutation({
    mutationFn: async (other: Scenario) => unlessSaved(await store.getState().overwrite(other)),
    onSuccess: () => onOpenChange(false),
    onError: fail,
  });
  const keepBoth = useMutation({
    mutationFn: async (other: Scenario) => unlessSaved(await store.getState().keepBoth(other)),
    onSuccess: () => {
      onOpenChange(false);
      toast.success("Both are in the draft now. Undo takes yours out of it.");
    },
    onError: fail,
  });
  const saveAsCopy = useMutation({
    mutationFn: () => scenarioApi.copyWith(scenarioId, mine),
    onSuccess: ({ id, name }) => {
      toast.success(`Saved as “${name}”.`);
      store.autosave.forget();
      router.push(`/scenarios/${id}`);
    },
    onError: fail,
  });
  const busy = [takeTheirs, replaceTheirs, keepBoth, saveAsCopy].some((each) => each.isPending);
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
          <ErrorState error={theirs.error} onRetry={() => theirs.refetch()} />
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
        {clashes.length > 0 ? <Clashes clashes={clashes} /> : null}
        <DialogFooter>
          <Button
            busy={takeTheirs.isPending}
            disabled={busy || !seen}
            onClick={() => takeTheirs.mutate()}
          >
            Take theirs, drop mine
          </Button>
          <Button busy={saveAsCopy.isPending} disabled={busy} onClick={() => saveAsCopy.mutate()}>
            Save mine as a copy
          </Button>
          <Button
            busy={replaceTheirs.isPending}
            disabled={busy || !seen}
            onClick={() => seen && replaceTheirs.mutate(seen)}
          >
            Keep mine, replace theirs
          </Button>
          {merged && "graph" in merged ? (
            <Button
              variant="primary"
              busy={keepBoth.isPending}
              disabled={busy || !seen}
              onClick={() => seen && keepBoth.mutate(seen)}
            >
              Keep both
            </Button>
          ) : null}
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

/** Why the two can't be brought together. */
function Clashes({ clashes }: { clashes: readonly string[] }) {
  return (
    <section
      aria-label="Why both can't be kept"
      className="mt-3 max-h-32 overflow-y-auto rounded-md bg-warning-soft p-2 text-sm text-warning"
    >
      <p>Both can’t be kept together:</p>
      <ul className="list-disc pl-5">
        {clashes.map((clash) => (
          <li key={clash} className="break-words">
            {clash}
          </li>
        ))}
      </ul>
    </section>
  );
}
