import { describe, expect, test } from "vitest";
import { TokenBucket } from "@/lib/http/rate-limit";
import { createPacedLookup } from "./paced-lookup";

type Row = { keyHash: string; isValid: boolean };

/** A table of keys, a clock that stands still, and turns that come when the test says so. */
function setUp(rows: Row[], tries: number) {
  const reads: string[][] = [];
  const turns: (() => void)[] = [];
  const lookup = createPacedLookup<Row>({
    misses: new TokenBucket(tries, () => 0),
    isValid: (row) => row.isValid,
    read: async (hashes) => {
      reads.push(hashes);
      return rows.filter(({ keyHash }) => hashes.includes(keyHash));
    },
    wait: () => new Promise<void>((resolve) => turns.push(resolve)),
  });
  return { lookup, reads, turns };
}

const good: Row = { keyHash: "good", isValid: true };

describe("looking up keys", () => {
  test("costs a valid one nothing, however often it comes", async () => {
    const { lookup, reads } = setUp([good], 1);
    for (let index = 0; index < 5; index++) expect(await lookup.find("good", false)).toBe(good);
    expect(reads).toHaveLength(5);
  });

  test("lets unknown ones wait for one look-up together once too many failed", async () => {
    const { lookup, reads, turns } = setUp([good], 2);
    expect(await lookup.find("bad 1", false)).toBeNull();
    expect(await lookup.find("bad 2", false)).toBeNull();
    expect(reads).toHaveLength(2);

    const late = [lookup.find("bad 3", false), lookup.find("bad 4", false)];
    const valid = lookup.find("good", false);
    expect(turns).toHaveLength(1);
    expect(reads).toHaveLength(2);
    turns[0]?.();
    expect(await Promise.all(late)).toEqual([null, null]);
    expect(await valid).toBe(good);
    expect(reads[2]).toEqual(["bad 3", "bad 4", "good"]);
  });

  test("never lets one wait that was seen to be valid", async () => {
    const { lookup, turns } = setUp([good], 1);
    await lookup.find("bad", false);
    expect(await lookup.find("good", true)).toBe(good);
    expect(turns).toEqual([]);
  });

  test("counts a row that is no longer valid as a miss", async () => {
    const revoked: Row = { keyHash: "revoked", isValid: false };
    const { lookup, turns } = setUp([revoked], 1);
    expect(await lookup.find("revoked", false)).toBe(revoked);
    const second = lookup.find("revoked", false);
    expect(turns).toHaveLength(1);
    turns[0]?.();
    expect(await second).toBe(revoked);
  });

  test("turns away who would be the 101st to wait, until a turn has come", async () => {
    const { lookup, turns } = setUp([good], 1);
    await lookup.find("bad", false);
    const crowd = Array.from({ length: 100 }, (_, index) => lookup.find(`bad ${index}`, false));
    await expect(lookup.find("one more", false)).rejects.toMatchObject({
      code: "too_many_requests",
    });
    turns[0]?.();
    expect(await Promise.all(crowd)).toEqual(Array.from({ length: 100 }, () => null));
    const next = lookup.find("good", false);
    turns[1]?.();
    expect(await next).toBe(good);
  });

  test("goes on after a look-up that failed", async () => {
    let isDown = true;
    const turns: (() => void)[] = [];
    const lookup = createPacedLookup<Row>({
      misses: new TokenBucket(1, () => 0),
      isValid: (row) => row.isValid,
      read: async () => {
        if (isDown) throw new Error("the database is away");
        return [good];
      },
      wait: () => new Promise<void>((resolve) => turns.push(resolve)),
    });
    await expect(lookup.find("good", false)).rejects.toThrow("away");
    const inTurn = expect(lookup.find("good", false)).rejects.toThrow("away");
    turns[0]?.();
    await inTurn;
    isDown = false;
    const next = lookup.find("good", false);
    turns[1]?.();
    expect(await next).toBe(good);
  });
});
