"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";

/**
 * Paging by key with the cursor in the URL. Back works by the browser; "Previous" goes by the pages
 * seen here, and to the first page when the address was opened in the middle.
 */
export function useCursor() {
  const [cursor, setCursor] = useQueryState(
    "cursor",
    parseAsString.withOptions({ history: "push", scroll: true }),
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
