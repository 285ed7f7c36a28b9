"use client";

import { useMutation } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { reasonOf, scenarioApi } from "@/components/scenarios/api";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { sameJson } from "@/lib/scenarios/operations";
import { ChangeList } from "../change-list";
import { useEditorStore, useGraph } from "../context";
import { editsOf, type RecoveryCopy } from "../recovery-copy";
import { useRecovery } from "../use-recovery";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** "14:02", or "26 Nov, 14:02" when that was not today. */
function whenOf(atMs: number): string {
  const at = new Date(atMs);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? clock.format(at) : `${day.format(at)}, ${clock.format(at)}`;
}

/** Offers the unsaved work that this tab kept when it was reloaded, killed or left. */
export function RecoveryBanner() {
  const { offer, settle } = useRecovery(useEditorStore());
  return offer ? <Offer key={offer.id} copy={offer} onSettled={() => settle(offer)} /> : null;
}

function Offer({ copy, onSettled }: { copy: RecoveryCopy; onSettled: () => void }) {
  const store = useEditorStore();
  const router = useRouter();
  const now = useGraph();
  const [showsChanges, setShowsChanges] = useState(false);
  const { before, after, leftOut } = copy;
  const edits = editsOf(copy, now);
  const hasChanges = !sameJson(before, after);
  const isStuck = "reason" in edits;
  // Of a part alone no scenario can be made.
  const isCopyable = isStuck && copy.isPart !== true;
  const restore = () => {
    if (isStuck) return;
    const { apply, say } = store.getState();
    apply(edits.operations);
    onSettled();
    say("The unsaved changes are restored. Undo takes them out again.");
  };
  const saveAsCopy = useMutation({
    mutationFn: () => scenarioApi.copyWith(store.getState().scenarioId, after),
    onSuccess: ({ id, name }) => {
      toast.success(`Saved as “${name}”.`);
      onSettled();
      router.push(`/scenarios/${id}`);
    },
    onError: (error) => toast.error(`Not saved: ${reasonOf(error)}`),
  });
  return (
    <section
      aria-label="Unsaved changes"
      className="flex flex-wrap items-center gap-2 border-b bg-info-soft px-3 py-2 text-info text-sm"
    >
      <History aria-hidden className="size-4 shrink-0" />
      <p role="status" className="min-w-64 flex-1">
        {hasChanges ? `Unsaved changes from ${whenOf(copy.at)} were kept in this tab` : null}
        {hasChanges && isStuck ? `, but no longer fit: ${edits.reason} ` : null}
        {hasChanges && !isStuck ? ". " : null}
        {leftOut.length > 0
          ? `Secrets are never kept in the browser; enter again: ${leftOut.join(", ")}.`
          : null}
      </p>
      {hasChanges ? (
        <>
          <Button
            size="sm"
            aria-expanded={showsChanges}
            onClick={() => setShowsChanges(!showsChanges)}
          >
            {showsChanges ? "Hide them" : "Show them"}
          </Button>
          {isCopyable ? (
            <Button size="sm" busy={saveAsCopy.isPending} onClick={() => saveAsCopy.mutate()}>
              Save them as a copy
            </Button>
          ) : null}
          {isStuck ? null : (
            <Button size="sm" onClick={restore}>
              Restore them
            </Button>
          )}
          <ConfirmDialog
            trigger={<Button size="sm">Discard</Button>}
            title="Discard the unsaved changes?"
            description="They are kept nowhere else. The scenario stays as it was last saved."
            confirmLabel="Discard"
            onConfirm={onSettled}
          />
        </>
      ) : (
        <Button size="sm" onClick={onSettled}>
          Understood
        </Button>
      )}
      {showsChanges ? (
        <div className="max-h-48 w-full overflow-y-auto rounded-md border bg-surface p-3 text-foreground">
          <ChangeList before={before} after={after} />
        </div>
      ) : null}
    </section>
  );
}
