"use client";

import { ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { problemText } from "@/components/api";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** A row across the table for what is not a row: empty, or an error. */
export function WideRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr>
      <td colSpan={columns}>{children}</td>
    </tr>
  );
}

export function NothingMatches({ noun, onClear }: { noun: string; onClear: () => void }) {
  return (
    <EmptyState
      title={`No ${noun} match these filters`}
      description="Widen the filters, or clear them to see everything."
      action={<Button onClick={onClear}>Clear filters</Button>}
    />
  );
}

/** Shown above data that could not be refreshed: what is on screen may be old. */
export function StaleNote({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p role="status" className="rounded-md bg-warning-soft px-3 py-2 text-sm text-warning">
      Not up to date: {problemText(error)} Trying again by itself.
    </p>
  );
}

/** Rows that have come while the list was held still; nothing moves until they are asked for. */
export function NewRows({
  count,
  noun,
  onShow,
}: {
  count: number;
  /** In the plural. */
  noun: string;
  onShow: () => void;
}) {
  return (
    <div role="status" className="empty:hidden">
      {count > 0 ? (
        <Button size="sm" onClick={onShow}>
          <ArrowUp aria-hidden />
          Show {count} new {count === 1 ? noun.replace(/ies$/, "y").replace(/s$/, "") : noun}
        </Button>
      ) : null}
    </div>
  );
}
