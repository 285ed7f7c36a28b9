"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect } from "react";
import type { Page } from "@/components/api";
import type { useCursor } from "@/components/shell/use-cursor";
import { Button } from "@/components/ui/button";

/** "deliveries" → "delivery", "orders" → "order". */
const singular = (noun: string) => noun.replace(/ies$/, "y").replace(/s$/, "");

export function Pager({
  paging,
  page,
  noun,
}: {
  paging: ReturnType<typeof useCursor>;
  /** What is shown; undefined while it loads. */
  page: Page<unknown> | undefined;
  /** In the plural. */
  noun: string;
}) {
  const { cursor, reset, goTo } = paging;
  const { nextCursor, prevCursor } = page ?? { nextCursor: null, prevCursor: null };
  const count = page?.items.length;
  // The way back has come to the newest: from here on the list is live again.
  const isNewest = page !== undefined && cursor?.startsWith("-") && prevCursor === null;
  useEffect(() => {
    if (isNewest) reset();
  });
  if (count === 0 && !cursor) return null;
  return (
    <nav aria-label={`Pages of ${noun}`} className="flex h-8 items-center gap-2">
      <p className="flex-1 text-muted text-xs tabular-nums">
        {count === undefined ? "" : `${count} ${count === 1 ? singular(noun) : noun} on this page`}
      </p>
      <Button
        size="sm"
        disabled={!cursor}
        onClick={() => (prevCursor ? goTo(prevCursor) : reset())}
      >
        <ChevronLeft aria-hidden />
        Previous
      </Button>
      <Button size="sm" disabled={!nextCursor} onClick={() => nextCursor && goTo(nextCursor)}>
        Next
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}
