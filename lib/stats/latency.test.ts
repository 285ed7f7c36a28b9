import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LATENCY_FIRST_MS, LATENCY_GROWTH, LATENCY_LAST_BUCKET, percentileMs } from "./latency";

/** As the database does it. */
const bucketOf = (ms: number) =>
  Math.min(
    LATENCY_LAST_BUCKET,
    Math.max(0, Math.ceil(Math.log(ms / LATENCY_FIRST_MS) / Math.log(LATENCY_GROWTH))),
  );

function bucketsOf(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const ms of values) counts.set(bucketOf(ms), (counts.get(bucketOf(ms)) ?? 0) + 1);
  return counts;
}

describe("a percentile of latencies", () => {
  it("is none of none", () => {
    expect(percentileMs(new Map(), 0.5)).toBeNull();
    expect(percentileMs(new Map([[3, 0]]), 0.5)).toBeNull();
  });

  it("is right to within a bucket", () => {
    const values = fc.array(fc.integer({ min: 11, max: 400_000_000 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.95, 1), (all, share) => {
        const sorted = all.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(share * all.length) - 1] ?? 0;
        const found = percentileMs(bucketsOf(all), share) ?? 0;
        expect(found).toBeGreaterThanOrEqual(Math.floor(exact / LATENCY_GROWTH));
        expect(found).toBeLessThanOrEqual(Math.ceil(exact * LATENCY_GROWTH));
      }),
    );
  });

  it("of short ones lies between nothing and the first bucket's end", () => {
    expect(percentileMs(new Map([[0, 4]]), 0.5)).toBe(LATENCY_FIRST_MS / 2);
  });
});
