import { z } from "zod";
import { firstIdAt, type IdKind, idPrefixes } from "@/lib/ids";

/**
 * `limit` and `cursor` of every list. A cursor is the id at the end of the page one comes from, with
 * a minus before it when the way leads back to newer items.
 */
export const pageQuery = pageQueryWith("[a-z]{3}");

/** As `pageQuery`, of a list of one kind: the cursor of another list is an error, not an odd page. */
export const pageQueryOf = (kind: IdKind) => pageQueryWith(idPrefixes[kind]);

function pageQueryWith(prefix: string) {
  return {
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z
      .string()
      .regex(
        new RegExp(`^-?${prefix}_[0-9a-z]{26}$`),
        "must be the nextCursor or prevCursor of another page of this list",
      )
      .optional(),
  };
}

export interface Page<T> {
  items: T[];
  /** Leads to older items; null when there are none. */
  nextCursor: string | null;
  /** Leads to newer items; null when there are none. */
  prevCursor: string | null;
}

const BACKWARDS = "-";

/** How to fetch a page by key, newest first: one row more than it has, to know whether there are more. */
export function keyset({ cursor, limit }: { cursor?: string; limit: number }) {
  const isBack = cursor?.startsWith(BACKWARDS) ?? false;
  const id = cursor && (isBack ? { gt: cursor.slice(BACKWARDS.length) } : { lt: cursor });
  return {
    where: id ? { id } : {},
    orderBy: { id: isBack ? ("asc" as const) : ("desc" as const) },
    take: limit + 1,
  };
}

/** As `keyset`, the oldest first: for lists in the order in which something is done. */
export function keysetInOrder({ cursor, limit }: { cursor?: string; limit: number }) {
  const isBack = cursor?.startsWith(BACKWARDS) ?? false;
  const id = cursor && (isBack ? { lt: cursor.slice(BACKWARDS.length) } : { gt: cursor });
  return {
    id,
    direction: isBack ? ("desc" as const) : ("asc" as const),
    take: limit + 1,
  };
}

/** PostgreSQL knows no year 0, and JavaScript's dates write years beyond 9999 in a form of their own. */
const time = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  return year >= 1 && year <= 9999;
}, "must be in the years 1 to 9999");

/** `since` (included) and `until` (excluded) of every list that is filtered by time. */
export const timeQuery = { since: time.optional(), until: time.optional() };

/** An id is made some moments before or after the row's time, by another machine's clock. */
export const CLOCK_SLACK_MS = 10 * 60_000;

interface Period {
  since?: string;
  until?: string;
}

/**
 * The condition that `since` and `until` make. The ids of a kind sort by time, so it narrows those
 * too: a page of a month long ago is then read where it lies in the index of the ids.
 */
export function createdWithin(kind: IdKind, period: Period) {
  if (!period.since && !period.until) return {};
  return { createdAt: timesBetween(period), AND: { id: idsWithin(kind, period) } };
}

/** As `createdWithin`, by the time alone. */
export const timesWithin = (period: Period) =>
  period.since || period.until ? { createdAt: timesBetween(period) } : {};

const timesBetween = ({ since, until }: Period) => ({
  ...(since ? { gte: new Date(since) } : {}),
  ...(until ? { lt: new Date(until) } : {}),
});

/** Between which ids everything is that was created within a period; some beside it may be as well. */
export function idsWithin(kind: IdKind, { since, until }: Period) {
  return {
    ...(since ? { gte: firstIdAt(kind, Date.parse(since) - CLOCK_SLACK_MS) } : {}),
    ...(until ? { lt: firstIdAt(kind, Date.parse(until) + CLOCK_SLACK_MS) } : {}),
  };
}

/**
 * The condition of `createdWithin` as several that exclude one another. Of nearly all rows the id alone
 * tells that they are within the period, and an index can tell it without the rows; the time has to be
 * read only of those around its ends.
 */
export function createdWithinParts(kind: IdKind, { since, until }: Period) {
  const from = since ? Date.parse(since) : null;
  const to = until ? Date.parse(until) : null;
  if (from !== null && to !== null && to - from <= 2 * CLOCK_SLACK_MS)
    return [createdWithin(kind, { since, until })];
  /** The ids of which the time may be on either side of a moment. */
  const around = (at: number) => ({
    gte: firstIdAt(kind, at - CLOCK_SLACK_MS),
    lt: firstIdAt(kind, at + CLOCK_SLACK_MS),
  });
  const certain = {
    ...(from === null ? {} : { gte: around(from).lt }),
    ...(to === null ? {} : { lt: around(to).gte }),
  };
  return [
    { id: certain },
    ...(from === null ? [] : [{ id: around(from), createdAt: { gte: new Date(from) } }]),
    ...(to === null ? [] : [{ id: around(to), createdAt: { lt: new Date(to) } }]),
  ];
}

/** Cuts rows fetched with `keyset` of the same cursor and limit into a page. */
export function toPage<R extends { id: string }, T>(
  rows: readonly R[],
  { cursor, limit }: { cursor?: string; limit: number },
  map: (row: R) => T,
): Page<T> {
  const isBack = cursor?.startsWith(BACKWARDS) ?? false;
  const kept = rows.slice(0, limit);
  if (isBack) kept.reverse();
  const [first, last] = [kept[0], kept.at(-1)];
  // What was here has gone elsewhere meanwhile: the way back to where one came from stays.
  if (first === undefined && cursor !== undefined) {
    return {
      items: [],
      nextCursor: isBack ? cursor.slice(BACKWARDS.length) : null,
      prevCursor: isBack ? null : `${BACKWARDS}${cursor}`,
    };
  }
  const hasMore = rows.length > limit;
  // Where one comes from, there are items on that side.
  const hasNewer = isBack ? hasMore : cursor !== undefined;
  const hasOlder = isBack || hasMore;
  return {
    items: kept.map(map),
    nextCursor: hasOlder && last ? last.id : null,
    prevCursor: hasNewer && first ? `${BACKWARDS}${first.id}` : null,
  };
}
