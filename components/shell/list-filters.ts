import { createParser, parseAsStringLiteral } from "nuqs";
import type { ZodType } from "zod";
import { timeQuery } from "@/lib/http/page";

/**
 * A value in the address, by the schema that the list's verb has for it. What the schema refuses is
 * dropped: an address made elsewhere, or by hand, still shows a list.
 */
export function parseAsFilter<T extends string = string>(schema: ZodType) {
  return createParser<T>({
    parse: (text) => (text !== "" && schema.safeParse(text).success ? (text as T) : null),
    serialize: (value) => value,
  });
}

/** Time ranges that end now. */
export const RANGES = {
  "1h": { label: "Last hour", ms: 3_600_000 },
  "24h": { label: "Last 24 hours", ms: 86_400_000 },
  "7d": { label: "Last 7 days", ms: 7 * 86_400_000 },
  "30d": { label: "Last 30 days", ms: 30 * 86_400_000 },
} as const;

export type Range = keyof typeof RANGES;

/** `range` ends now; `since` and `until` are a range of one's own. */
export const timeParsers = {
  range: parseAsStringLiteral(Object.keys(RANGES) as Range[]),
  since: parseAsFilter(timeQuery.since),
  until: parseAsFilter(timeQuery.until),
};

export const testParser = parseAsStringLiteral(["true", "false"] as const);

export interface TimeFilters {
  range: Range | null;
  since: string | null;
  until: string | null;
}

/**
 * The filters as the API takes them. To be called at the time of each request, so that a live list
 * stays "the last hour".
 */
export function apiFilters<F extends TimeFilters>({ range, since, ...rest }: F) {
  const from = range ? new Date(Date.now() - RANGES[range].ms).toISOString() : since;
  return { ...rest, since: from };
}

export const anyActive = (filters: object) =>
  Object.values(filters).some((value) => value !== null && value !== "");
