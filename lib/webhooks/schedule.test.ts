import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  backoffMs,
  describeSchedule,
  MAX_WAIT_MS,
  nextWaitMs,
  outageWaitMs,
  PATIENCE_MS,
  parseRetryAfter,
} from "./schedule";

const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const middle = () => 0.5;

describe("backoffMs", () => {
  it("waits 5 s, 30 s, 3 min, 18 min and 1 h 48 min without jitter", () => {
    const waits = [1, 2, 3, 4, 5].map((failedAttempts) =>
      backoffMs({ failedAttempts, random: middle }),
    );
    expect(waits).toEqual([5_000, 30_000, 180_000, 1_080_000, 6_480_000]);
  });

  it("stays within 20 % of the plain wait and under a day", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.double({ min: 0.001, max: 3600, noNaN: true }),
        unit,
        (failedAttempts, baseSeconds, r) => {
          const wait = backoffMs({ failedAttempts, baseSeconds, random: () => r });
          const plain = Math.min(MAX_WAIT_MS, baseSeconds * 1000 * 6 ** (failedAttempts - 1));
          expect(Number.isInteger(wait)).toBe(true);
          expect(wait).toBeGreaterThanOrEqual(Math.floor(plain * 0.8));
          expect(wait).toBeLessThanOrEqual(Math.min(MAX_WAIT_MS, Math.ceil(plain * 1.2)));
        },
      ),
    );
  });

  it("spreads a thousand deliveries that failed together", () => {
    const waits = Array.from({ length: 1000 }, () => backoffMs({ failedAttempts: 3 }));
    expect(new Set(waits).size).toBeGreaterThan(900);
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(50_000);
  });
});

describe("outageWaitMs", () => {
  const plain = (outages: number) => outageWaitMs({ outages, random: () => 0.5 });

  it("doubles from the first wait, up to 15 minutes", () => {
    expect([1, 2, 3, 4].map(plain)).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(plain(8)).toBe(640_000);
    for (const outages of [9, 50, 1000, 2000]) expect(plain(outages)).toBe(900_000);
  });

  it("makes no more than some hundred attempts of a day, the spread at its least", () => {
    let outages = 0;
    for (let at = 0; at < PATIENCE_MS; outages += 1)
      at += outageWaitMs({ outages: outages + 1, random: () => 0 });
    // The function that sends has room for 200.
    expect(outages).toBeLessThan(150);
  });
});

describe("parseRetryAfter", () => {
  const now = Date.UTC(2026, 0, 15, 12, 0, 0);

  it.each([
    ["120", 120_000],
    [" 0 ", 0],
    ["Thu, 15 Jan 2026 12:00:30 GMT", 30_000],
    ["Thu, 15 Jan 2026 11:00:00 GMT", 0],
    ["Thursday, 15-Jan-26 12:00:30 GMT", 30_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 0],
    ["Thu Jan 15 12:00:30 2026", 30_000],
    ["Sun Feb  1 12:00:00 2026", 17 * 86_400_000],
    ["99999999999999999999", Number.MAX_SAFE_INTEGER],
  ])("reads %j", (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });

  it.each([
    null,
    undefined,
    "",
    "soon",
    "-5",
    "1.5",
    "1e3",
    "0x10",
    "5s",
    "2026-01-15T12:00:30Z",
    "Thu, 15 Foo 2026 12:00:30 GMT",
    "Thu, 31 Feb 2026 12:00:30 GMT",
    "Thu, 15 Jan 2026 25:00:30 GMT",
    "Thu, 15 Jan 2026 12:00:30 CET",
  ])("ignores %j", (value) => {
    expect(parseRetryAfter(value, now)).toBeNull();
  });
});

describe("nextWaitMs", () => {
  const now = Date.UTC(2026, 0, 15, 12, 0, 0);

  it("is lengthened by Retry-After and never shortened", () => {
    const wait = (retryAfter: string | null) =>
      nextWaitMs({ failedAttempts: 2, retryAfter, now, random: middle });
    expect(wait(null)).toBe(30_000);
    expect(wait("1")).toBe(30_000);
    expect(wait("nonsense")).toBe(30_000);
    expect(wait("600")).toBeGreaterThanOrEqual(600_000);
    expect(wait("999999")).toBe(MAX_WAIT_MS);
  });

  it("is never earlier than a Retry-After within a day, nor than the least backoff", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 200_000 }),
        unit,
        (failedAttempts, seconds, r) => {
          const random = () => r;
          const wait = nextWaitMs({ failedAttempts, retryAfter: String(seconds), now, random });
          expect(wait).toBeGreaterThanOrEqual(Math.min(MAX_WAIT_MS, seconds * 1000));
          expect(wait).toBeGreaterThanOrEqual(backoffMs({ failedAttempts, random }));
          expect(wait).toBeLessThanOrEqual(MAX_WAIT_MS);
        },
      ),
    );
  });

  it("spreads a crowd that was told the same moment", () => {
    const retryAfter = "Thu, 15 Jan 2026 13:00:00 GMT";
    const waits = Array.from({ length: 1000 }, () =>
      nextWaitMs({ failedAttempts: 3, retryAfter, now }),
    );
    expect(new Set(waits).size).toBeGreaterThan(900);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(3_600_000);
  });
});

describe("describeSchedule", () => {
  it.each([
    [0, 5, "not tried again"],
    [1, 5, "after 5 s"],
    [2, 5, "after 5 s and 30 s"],
    [3, 5, "after 5 s, 30 s and 3 min"],
    [5, 5, "after 5 s, 30 s, 3 min, 18 min and 1 h 48 min"],
    [2, 0.05, "after 50 ms and 300 ms"],
    [3, 3600, "after 1 h, 6 h and 1 d"],
  ])("says %i retries from %d s as %j", (attempts, base, words) => {
    expect(describeSchedule(attempts, base)).toBe(words);
  });
});
