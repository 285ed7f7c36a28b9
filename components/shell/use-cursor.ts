"use client";

import { useQueryState } from "nuqs";
import { parseAsFilter } from "@/components/shell/list-filters";
import { pageQuery } from "@/lib/http/page";

/** Paging by key with the cursor in the URL: a page can be shared, and Back works by the browser. */
export function useCursor() {
  const [cursor, setCursor] = useQueryState(
    "cursor",
    parseAsFilter(pageQuery.cursor).withOptions({ history: "push", scroll: true }),
  );
  return {
    cursor,
    goTo: (next: string) => void setCursor(next),
    /** To the newest; to be called whenever a filter changes. */
    reset: () => void setCursor(null, { history: "replace" }),
  };
}
