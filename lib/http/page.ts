import { z } from "zod";

/** `limit` and `cursor` of every list; the cursor is the last id of the page before. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z
    .string()
    .regex(/^[a-z]{3}_[0-9a-z]{26}$/, "must be the nextCursor of a page before")
    .optional(),
};

/** PostgreSQL knows no year 0, and JavaScript's dates write years beyond 9999 in a form of their own. */
const time = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9999;
}, "must be in the years 1 to 9999");

/** `since` (included) and `until` (excluded) of every list that is filtered by time. */
export const timeQuery = { since: time.optional(), until: time.optional() };

/** The condition that `since` and `until` make. */
export function createdWithin({ since, until }: { since?: string; until?: string }) {
  if (!since && !until) return {};
  return {
    createdAt: {
      ...(since ? { gte: new Date(since) } : {}),
      ...(until ? { lt: new Date(until) } : {}),
    },
  };
}

/** Cuts rows fetched with `take: limit + 1` into a page. */
export function toPage<R extends { id: string }, T>(
  rows: R[],
  limit: number,
  map: (row: R) => T,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  return {
    items: items.map(map),
    nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
  };
}
