"use client";

import { Ban } from "lucide-react";
import { useState } from "react";
import { ReadOnlyNote, usePermission } from "@/components/access";
import type { Delivery, query, ReplayPreview } from "@/components/api";
import { type BulkResult, useBulkCancel } from "@/components/deliveries/actions";
import { BulkResults } from "@/components/deliveries/bulk-results";
import { isCancellable, isResendable } from "@/components/deliveries/words";
import { usePreviewReplay } from "@/components/replays/actions";
import { StartReplayDialog, type StatusCounts } from "@/components/replays/start-replay-dialog";
import { countWords, deliveriesWords } from "@/components/replays/words";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";

const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ id }) => id);

/** What was cancelled, once all requests are answered. */
function doneWords(results: readonly BulkResult[]): string {
  const taken = results.filter(({ problem }) => !problem).length;
  const refused = results.length - taken;
  return `${deliveriesWords(taken)} cancelled${refused ? `, ${refused} refused` : ""}.`;
}

function countByStatus(deliveries: readonly Delivery[]): StatusCounts {
  const counts: StatusCounts = {};
  for (const { status } of deliveries) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Cancels the chosen ones, one by one, with a result for each. */
function useCancelling(onDone: () => void) {
  const cancel = useBulkCancel();
  const [results, setResults] = useState<BulkResult[]>([]);
  const [total, setTotal] = useState(0);
  return {
    results,
    total,
    isBusy: cancel.isPending,
    run: async (deliveries: readonly Delivery[]) => {
      setResults([]);
      setTotal(deliveries.length);
      await cancel.mutateAsync({
        ids: idsOf(deliveries),
        onResult: (each) => setResults((before) => [...before, each]),
      });
      onDone();
    },
    close: () => {
      setResults([]);
      setTotal(0);
    },
  };
}

/** All that match the filters, counted when they were chosen; until the page's choice changes. */
function useAllMatching(chosen: readonly Delivery[]) {
  const key = idsOf(chosen).join();
  const [counted, setCounted] = useState<{ key: string; preview: ReplayPreview } | null>(null);
  const count = usePreviewReplay((preview) => setCounted({ key, preview }));
  return {
    preview: counted?.key === key ? counted.preview : null,
    choose: count.run,
    isBusy: count.isBusy,
  };
}

/**
 * What can be done with the chosen deliveries. It floats at the bottom of the window, so that the
 * list stays where it is.
 */
export function BulkBar({
  chosen,
  isWholePage,
  hasMore,
  filters,
  onDone,
}: {
  chosen: Delivery[];
  /** Whether these are all on the page. */
  isWholePage: boolean;
  /** Whether there are other pages. */
  hasMore: boolean;
  /** The list's filters as the API takes them, at the time of asking. */
  filters: () => Parameters<typeof query>[0];
  onDone: () => void;
}) {
  const mayResend = usePermission("deliveries:write");
  const cancelling = useCancelling(onDone);
  const all = useAllMatching(chosen);
  const { results, isBusy, total } = cancelling;
  const resendable = chosen.filter(isResendable);
  const cancellable = chosen.filter(isCancellable);
  const { preview } = all;

  if (chosen.length === 0 && total === 0) return null;
  const words = isBusy
    ? `${results.length} of ${total} cancelled…`
    : preview
      ? preview.total > preview.max
        ? `More than ${countWords(preview.max)} match`
        : `All ${countWords(preview.total)} that match are chosen`
      : chosen.length > 0
        ? `${chosen.length} chosen`
        : doneWords(results);

  return (
    <div className="sticky bottom-4 z-30 flex w-full max-w-2xl flex-col gap-2 self-center rounded-md border bg-surface p-2 shadow-lg">
      <div className="flex flex-wrap items-center gap-2">
        <p className="w-full px-1 sm:w-auto sm:flex-1" role="status">
          {words}
        </p>
        {chosen.length > 0 && !mayResend ? (
          <>
            <Button variant="ghost" size="sm" onClick={onDone}>
              Choose none
            </Button>
            <ReadOnlyNote permission="deliveries:write" className="w-full px-1" />
          </>
        ) : chosen.length > 0 ? (
          <>
            {isWholePage && hasMore && !preview ? (
              <Button size="sm" busy={all.isBusy} onClick={() => all.choose(filters())}>
                Choose all that match
              </Button>
            ) : null}
            {preview ? (
              <StartReplayDialog
                disabled={isBusy}
                scope={{ filter: preview.filter }}
                count={preview.total}
                byStatus={preview.byStatus ?? {}}
              />
            ) : (
              <StartReplayDialog
                disabled={isBusy}
                scope={{ deliveryIds: idsOf(resendable) }}
                count={resendable.length}
                byStatus={countByStatus(resendable)}
              />
            )}
            {preview ? null : (
              <ConfirmDialog
                trigger={
                  <Button size="sm" disabled={isBusy || cancellable.length === 0}>
                    <Ban aria-hidden />
                    Cancel {cancellable.length}
                  </Button>
                }
                title={`Cancel ${deliveriesWords(cancellable.length)}?`}
                description="No further automatic attempt will be made. You can still resend them."
                confirmLabel="Cancel deliveries"
                cancelLabel="Keep them going"
                onConfirm={() => cancelling.run(cancellable)}
              />
            )}
            <Button
              variant="ghost"
              size="sm"
              disabled={isBusy}
              onClick={() => {
                cancelling.close();
                onDone();
              }}
            >
              Choose none
            </Button>
          </>
        ) : (
          <Button variant="ghost" size="sm" onClick={cancelling.close}>
            Close
          </Button>
        )}
      </div>
      {chosen.length === 0 ? <BulkResults results={results} /> : null}
    </div>
  );
}
