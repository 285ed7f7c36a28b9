"use client";

import { Ban, RotateCw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { type BulkResult, useBulk } from "@/components/deliveries/actions";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";

/** What can be done with the chosen deliveries, with a result for each. */
export function BulkBar({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const resend = useBulk("resend");
  const cancel = useBulk("cancel");
  const [results, setResults] = useState<BulkResult[]>([]);
  const [total, setTotal] = useState(0);

  const run = async (bulk: typeof resend) => {
    setResults([]);
    setTotal(ids.length);
    await bulk.mutateAsync({ ids, onResult: (each) => setResults((before) => [...before, each]) });
    onDone();
  };
  const busy = resend.isPending || cancel.isPending;
  const failed = results.filter((each) => each.problem);
  if (ids.length === 0 && results.length === 0) return null;

  return (
    <div className="flex flex-col gap-2 rounded-md border bg-surface p-2">
      <div className="flex flex-wrap items-center gap-2">
        <p className="flex-1 px-1" role="status">
          {busy
            ? `${results.length} of ${total} done…`
            : ids.length > 0
              ? `${ids.length} chosen`
              : `${results.length - failed.length} of ${results.length} done${failed.length ? `, ${failed.length} not` : ""}.`}
        </p>
        {ids.length > 0 ? (
          <>
            <ConfirmDialog
              danger={false}
              cancelLabel="Not now"
              trigger={
                <Button size="sm" busy={resend.isPending} disabled={busy}>
                  <RotateCw aria-hidden />
                  Resend {ids.length}
                </Button>
              }
              title={`Resend ${ids.length === 1 ? "1 delivery" : `${ids.length} deliveries`}?`}
              description="Each receiver gets the same body again, under the same delivery id. What has left cannot be called back."
              confirmLabel="Resend"
              onConfirm={() => run(resend)}
            />
            <ConfirmDialog
              trigger={
                <Button size="sm" busy={cancel.isPending} disabled={busy}>
                  <Ban aria-hidden />
                  Cancel {ids.length}
                </Button>
              }
              title={`Cancel ${ids.length === 1 ? "1 delivery" : `${ids.length} deliveries`}?`}
              description="No further automatic attempt will be made. You can still resend them."
              confirmLabel="Cancel deliveries"
              cancelLabel="Keep them going"
              onConfirm={() => run(cancel)}
            />
            <Button variant="ghost" size="sm" disabled={busy} onClick={onDone}>
              Choose none
            </Button>
          </>
        ) : (
          <Button variant="ghost" size="sm" onClick={() => setResults([])}>
            Close
          </Button>
        )}
      </div>
      {failed.length > 0 ? (
        <ul className="max-h-32 overflow-y-auto px-1 text-sm">
          {failed.map(({ id, problem }) => (
            <li key={id}>
              <Link href={`/deliveries/${id}`} className="font-mono text-xs hover:underline">
                {id}
              </Link>{" "}
              <span className="text-danger">{problem}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
