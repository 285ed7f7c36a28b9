import { describe, expect, test } from "vitest";
import { z } from "zod";
import { firstIdAt, newId } from "@/lib/ids";
import {
  CLOCK_SLACK_MS,
  createdWithin,
  createdWithinParts,
  keyset,
  pageQueryOf,
  toPage,
} from "./page";

const ids = Array.from({ length: 7 }, () => newId("delivery"));

/** The rows that a database would give for a page. */
function fetchPage(cursor: string | undefined, limit: number) {
  const { where, orderBy, take } = keyset({ cursor, limit });
  const { gt, lt } = { gt: undefined, lt: undefined, ...where.id };
  const found = ids.filter((id) => (!gt || id > gt) && (!lt || id < lt));
  if (orderBy.id === "desc") found.reverse();
  const rows = found.slice(0, take).map((id) => ({ id }));
  return toPage(rows, { cursor, limit }, ({ id }) => id);
}

describe("paging by key", () => {
  test("leads through everything, newest first, and back the same way", () => {
    const newestFirst = ids.toReversed();
    const pages = [fetchPage(undefined, 3)];
    for (let next = pages[0]?.nextCursor; next; next = pages.at(-1)?.nextCursor) {
      pages.push(fetchPage(next, 3));
    }
    expect(pages.map(({ items }) => items)).toEqual([
      newestFirst.slice(0, 3),
      newestFirst.slice(3, 6),
      newestFirst.slice(6),
    ]);
    const back = [fetchPage(pages.at(-1)?.prevCursor ?? undefined, 3)];
    for (let prev = back[0]?.prevCursor; prev; prev = back.at(-1)?.prevCursor) {
      back.push(fetchPage(prev, 3));
    }
    expect(back.map(({ items }) => items)).toEqual([
      newestFirst.slice(3, 6),
      newestFirst.slice(0, 3),
    ]);
    expect(back.at(-1)).toMatchObject({ prevCursor: null, nextCursor: newestFirst[2] });
  });

  test("the newest page leads nowhere back, the oldest nowhere on", () => {
    expect(fetchPage(undefined, 7)).toMatchObject({ nextCursor: null, prevCursor: null });
  });

  test("a page whose items have gone elsewhere meanwhile leads back to where one came from", () => {
    const cursor = newId("delivery");
    const empty = (from: string) => toPage([], { cursor: from, limit: 3 }, (row) => row);
    expect(empty(cursor)).toEqual({ items: [], nextCursor: null, prevCursor: `-${cursor}` });
    expect(empty(`-${cursor}`)).toEqual({ items: [], nextCursor: cursor, prevCursor: null });
  });

  test("takes a cursor of its own kind, either way, and of no other", () => {
    const query = z.strictObject(pageQueryOf("delivery"));
    const takes = (cursor: string) => query.safeParse({ cursor }).success;
    const id = newId("delivery");
    expect([takes(id), takes(`-${id}`)]).toEqual([true, true]);
    expect([takes(newId("run")), takes(`-${newId("order")}`)]).toEqual([false, false]);
  });

  test("what was created within a time lies within the bounds of its ids", () => {
    const at = new Date();
    const id = newId("delivery");
    const minute = (shift: number) => new Date(at.getTime() + shift * 60_000).toISOString();
    const { AND } = createdWithin("delivery", { since: minute(-1), until: minute(1) });
    expect(id >= (AND?.id.gte ?? "")).toBe(true);
    expect(id < (AND?.id.lt ?? "")).toBe(true);
    const later = createdWithin("delivery", { since: minute(60) }).AND;
    expect(id < (later?.id.gte ?? "")).toBe(true);
  });

  describe("in parts", () => {
    const HOUR_MS = 3_600_000;
    const begin = Date.parse("2026-11-28T00:00:00Z");
    /** Rows of three hours, whose ids are made as far from their time as clocks may be apart. */
    const rows = Array.from({ length: 181 }, (_, minute) => begin + minute * 60_000).flatMap((at) =>
      [-CLOCK_SLACK_MS, 0, CLOCK_SLACK_MS - 1].map((apart) => ({
        at,
        id: firstIdAt("delivery", at + apart),
      })),
    );
    interface Part {
      id?: { gte?: string; lt?: string };
      createdAt?: { gte?: Date; lt?: Date };
      AND?: { id: { gte?: string; lt?: string } };
    }
    const isIn = ({ at, id }: (typeof rows)[number], part: Part) => {
      const ids = { ...part.id, ...part.AND?.id };
      const { gte, lt } = { gte: undefined, lt: undefined, ...part.createdAt };
      return (
        id >= (ids.gte ?? "") &&
        id < (ids.lt ?? "~") &&
        (!gte || at >= gte.getTime()) &&
        (!lt || at < lt.getTime())
      );
    };

    test.each([
      ["from on", begin + HOUR_MS, null],
      ["up to", null, begin + 2 * HOUR_MS],
      ["from up to", begin + HOUR_MS, begin + 2 * HOUR_MS],
      ["some minutes", begin + HOUR_MS, begin + HOUR_MS + 5 * 60_000],
      ["always", null, null],
    ])("%s: each row that is within is in one of them, and no other", (_, since, until) => {
      const text = (at: number | null) => (at === null ? undefined : new Date(at).toISOString());
      const parts = createdWithinParts("delivery", { since: text(since), until: text(until) });
      for (const row of rows) {
        const isWithin = row.at >= (since ?? 0) && row.at < (until ?? Number.POSITIVE_INFINITY);
        expect(parts.filter((part) => isIn(row, part)).length).toBe(isWithin ? 1 : 0);
      }
    });
  });

  test.each(["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])("%s has its bounds, too", (since) => {
    expect(createdWithin("run", { since }).AND?.id.gte).toMatch(/^run_[0-9a-z]{26}$/);
  });
});
