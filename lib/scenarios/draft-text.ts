import { AppError } from "@/lib/http/errors";
import type { Graph } from "@/lib/scenarios/graph";

/**
 * The largest draft that is stored, in bytes of its JSON as UTF-8. A request is bounded by itself, but
 * a document grows by many. Each save, each version and each look at the scenario carries all of it.
 */
export const DRAFT_MAX_BYTES = 2 * 1024 * 1024;

/** The text in which a draft is stored. 413 `draft_too_large` with its size when there is too much of it. */
export function draftText(graph: Graph): string {
  const text = JSON.stringify(graph);
  const bytes = Buffer.byteLength(text);
  if (bytes <= DRAFT_MAX_BYTES) return text;
  throw new AppError(
    "draft_too_large",
    `A scenario may take up ${mib(DRAFT_MAX_BYTES)} MiB at most; this one would take up ${mib(bytes)} MiB. Shorten long texts, such as notes and headers, or remove nodes.`,
    undefined,
    { maxBytes: DRAFT_MAX_BYTES, bytes },
  );
}

/** Rounded up: what is too large is never called as large as it may be. */
const mib = (bytes: number) => Math.ceil((bytes / 1024 / 1024) * 100) / 100;
