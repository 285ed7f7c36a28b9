"use client";

import { useQueryState } from "nuqs";
import { useState } from "react";
import { parseAsFilter } from "@/components/shell/list-filters";
import { pageQuery } from "@/lib/http/page";

/**
 * Paging by key with the cursor in the URL. Back works by the browser; "Previous" goes by the pages
 * seen here, and to the first page when the address was opened in the middle.
 */
export function useCursor() {
  const [cursor, setCursor] = useQueryState(
    "cursor",
    parseAsFilter(pageQuery.cursor).withOptions({ history: "push", scroll: true }),
  );
  const [seen, setSeen] = useState<(string | null)[]>([]);
  return {
    cursor,
    next: (nextCursor: string) => {
      setSeen([...seen, cursor]);
      void setCursor(nextCursor);
    },
    previous: () => {
      setSeen(seen.slice(0, -1));
      void setCursor(seen.at(-1) ?? null);
    },
    /** To be called whenever a filter changes. */
    reset: () => {
      setSeen([]);
      void setCursor(null, { history: "replace" });
    },
  };
}
