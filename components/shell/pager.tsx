"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { useCursor } from "@/components/shell/use-cursor";
import { Button } from "@/components/ui/button";

/** "deliveries" → "delivery", "orders" → "order". */
const singular = (noun: string) => noun.replace(/ies$/, "y").replace(/s$/, "");

export function Pager({
  paging,
  nextCursor,
  count,
  noun,
}: {
  paging: ReturnType<typeof useCursor>;
  nextCursor: string | null | undefined;
  /** How many are on this page. */
  count: number | undefined;
  /** In the plural. */
  noun: string;
}) {
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex h-8 items-center gap-2">
      <p className="flex-1 text-muted text-xs tabular-nums">
        {count === undefined ? "" : `${count} ${count === 1 ? singular(noun) : noun} on this page`}
      </p>
      <Button size="sm" disabled={!paging.cursor} onClick={paging.previous}>
        <ChevronLeft aria-hidden />
        Previous
      </Button>
      <Button
        size="sm"
        disabled={!nextCursor}
        onClick={() => nextCursor && paging.next(nextCursor)}
      >
        Next
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}
