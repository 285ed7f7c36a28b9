import { describe, expect, it } from "vitest";
import { dueAt } from "./rate";

const at = (ms: number) => new Date(1_700_000_000_000 + ms);

describe("what a rate allows", () => {
  it("gives a second's worth at once, and then nothing until time goes by", () => {
    const first = dueAt(20, null, at(0));
    expect(first.due).toBe(20);
    expect(dueAt(20, first.paidUpTo, at(0)).due).toBe(0);
    expect(dueAt(20, first.paidUpTo, at(40)).due).toBe(0);
    expect(dueAt(20, first.paidUpTo, at(1_000)).due).toBe(20);
  });

  it.each([1, 3, 7, 20, 200])("keeps to %i a second whenever it is asked", (perSecond) => {
    let paidUpTo: Date | null = null;
    let total = 0;
    for (let ms = 0; ms <= 60_000; ms += 37 + ((ms * 7) % 1_400)) {
      const next = dueAt(perSecond, paidUpTo, at(ms));
      total += next.due;
      paidUpTo = next.paidUpTo;
      expect(total).toBeLessThanOrEqual(perSecond * (ms / 1000 + 1));
    }
    expect(total).toBeGreaterThan(perSecond * 57);
  });

  it("catches up on two seconds after an outage, not on all of it", () => {
    const { paidUpTo } = dueAt(20, null, at(0));
    const after = dueAt(20, paidUpTo, at(600_000));
    expect(after.due).toBe(40);
    expect(dueAt(20, after.paidUpTo, at(600_000)).due).toBe(0);
  });

  it("allows nothing where the clock stands behind the last call", () => {
    const { paidUpTo } = dueAt(20, null, at(0));
    expect(dueAt(20, paidUpTo, at(-5_000))).toEqual({ due: 0, paidUpTo });
  });
});
