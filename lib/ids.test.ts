import { decodeTime } from "ulid";
import { describe, expect, it } from "vitest";
import { firstIdAt, type IdKind, newId } from "./ids";

const many = (kind: IdKind) => Array.from({ length: 2_000 }, () => newId(kind));
const timeOf = (id: string) => decodeTime(id.slice(4).toUpperCase());

describe("ids", () => {
  it.each(["order", "secret"] as const)("of a %s are its prefix and a lower-case ULID", (kind) => {
    const before = Date.now();
    const id = newId(kind);
    expect(id).toMatch(/^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(timeOf(id)).toBeGreaterThanOrEqual(before);
    expect(timeOf(id)).toBeLessThanOrEqual(Date.now());
    expect(id >= firstIdAt(kind, before)).toBe(true);
  });

  it("of one kind sort as they were made, also within a millisecond", () => {
    const ids = many("order");
    expect([...ids].sort()).toEqual(ids);
  });

  it("of secrets tell nothing of their neighbours: two of one millisecond have nothing in common", () => {
    const ids = many("secret");
    const starts = ids.map((id) => id.slice(4, 22));
    // Time and the first eight of sixteen random characters: of followers that count up, all the same.
    expect(new Set(starts).size).toBe(ids.length);
    const pairs = ids.slice(1).filter((id, at) => timeOf(id) === timeOf(ids[at] ?? ""));
    expect(pairs.length).toBeGreaterThan(0);
  });
});
