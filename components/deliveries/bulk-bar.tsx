"use client";

import { Ban, RotateCw } from "lucide-react";
import { useState } from "react";
import type { Delivery } from "@/components/api";
import { type BulkAction, type BulkResult, useBulk } from "@/components/deliveries/actions";
import { BulkResults } from "@/components/deliveries/bulk-results";
import { isInProgress, isResendable } from "@/components/deliveries/words";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";

const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ id }) => id);
const counted = (count: number, one: string, many: string) =>
  `${count} ${count === 1 ? one : many}`;
const deliveryWords = (count: number) => counted(count, "delivery", "deliveries");

/** What was done, once all requests are answered. */
function doneWords(action: BulkAction, results: readonly BulkResult[]): string {
  const taken = results.filter(({ problem }) => !problem).length;
  const refused = results.length - taken;
  const done =
    action === "resend"
      ? `${counted(taken, "resend", "resends")} asked for`
      : `${deliveryWords(taken)} cancelled`;
  return `${done}${refused ? `, ${refused} refused` : ""}.`;
}

/**
 * What can be done with the chosen deliveries, with a result for each. It floats at the bottom of
 * the window, so that the list stays where it is.
 */
export function BulkBar({ chosen, onDone }: { chosen: Delivery[]; onDone: () => void }) {
  const bulk = useBulk();
  const [results, setResults] = useState<BulkResult[]>([]);
  const [asked, setAsked] = useState<{ action: BulkAction; total: number } | null>(null);
  const resendable = chosen.filter(isResendable);
  const cancellable = chosen.filter(isInProgress);

  const run = async (action: BulkAction, deliveries: readonly Delivery[]) => {
    setResults([]);
    setAsked({ action, total: deliveries.length });
    await bulk.mutateAsync({
      action,
      ids: idsOf(deliveries),
      onResult: (each) => setResults((before) => [...before, each]),
    });
    onDone();
  };
  const close = () => {
    setResults([]);
    setAsked(null);
  };
  const busy = bulk.isPending;
  if (chosen.length === 0 && !asked) return null;
  const words = busy
    ? `${results.length} of ${asked?.total} asked for…`
    : chosen.length > 0
      ? `${chosen.length} chosen`
      : asked
        ? doneWords(asked.action, results)
        : "";

  return (
    <div className="sticky bottom-4 z-30 flex w-full max-w-2xl flex-col gap-2 self-center rounded-md border bg-surface p-2 shadow-lg">
      <div className="flex flex-wrap items-center gap-2">
        <p className="flex-1 px-1" role="status">
          {words}
        </p>
        {chosen.length > 0 ? (
          <>
            <ConfirmDialog
              danger={false}
              cancelLabel="Not now"
              trigger={
                <Button size="sm" disabled={busy || resendable.length === 0}>
                  <RotateCw aria-hidden />
                  Resend {resendable.length}
                </Button>
              }
              title={`Resend ${deliveryWords(resendable.length)}?`}
              description="Each receiver gets the same body again, under the same delivery id. What has left cannot be called back."
              confirmLabel="Resend"
              onConfirm={() => run("resend", resendable)}
            />
            <ConfirmDialog
              trigger={
                <Button size="sm" disabled={busy || cancellable.length === 0}>
                  <Ban aria-hidden />
                  Cancel {cancellable.length}
                </Button>
              }
              title={`Cancel ${deliveryWords(cancellable.length)}?`}
              description="No further automatic attempt will be made. You can still resend them."
              confirmLabel="Cancel deliveries"
              cancelLabel="Keep them going"
              onConfirm={() => run("cancel", cancellable)}
            />
            <Button
              variant="ghost"
              size="sm"
              disabled={busy}
              onClick={() => {
                close();
                onDone();
              }}
            >
              Choose none
            </Button>
          </>
        ) : (
          <Button variant="ghost" size="sm" onClick={close}>
            Close
          </Button>
        )}
      </div>
      {chosen.length === 0 ? <BulkResults results={results} /> : null}
    </div>
  );
}
