import { describe, expect, it } from "vitest";
import { decide, isProbeDue } from "@/lib/targets/decide";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const now = new Date("2026-11-27T12:00:00Z");
const ago = (ms: number) => new Date(now.getTime() - ms);
const usual = { pauses: true, failures: 50, hours: 24 };

describe("a target that has failed", () => {
  it.each([
    ["once", 1, 30, usual, null],
    ["one time short of half the threshold", 24, 30, usual, null],
    ["half the threshold", 25, 30, usual, "warn"],
    ["half the threshold within a minute", 25, 0, usual, "warn"],
    ["one time short of the threshold", 49, 30, usual, "warn"],
    ["the threshold, over long enough", 50, 24, usual, "pause"],
    ["the threshold, one hour short", 50, 23, usual, "warn"],
    ["far beyond the threshold, one hour short", 5000, 23, usual, "warn"],
    ["more than the threshold, over long enough", 77, 100, usual, "pause"],
    ["the threshold, where nothing is paused", 50, 24, { ...usual, pauses: false }, "warn"],
    [
      "the threshold, where no time is asked for",
      3,
      0,
      { ...usual, failures: 3, hours: 0 },
      "pause",
    ],
    ["half of an odd threshold, rounded down", 1, 0, { ...usual, failures: 3 }, null],
    ["half of an odd threshold, rounded up", 2, 0, { ...usual, failures: 3 }, "warn"],
  ] as const)("%s", (_, failures, hours, thresholds, expected) => {
    const failing = { failures, failingSince: ago(hours * HOUR_MS) };
    expect(decide({ ...failing, isWarned: false, isPaused: false }, thresholds, now)).toBe(
      expected,
    );
  });

  it("is warned of once", () => {
    const failing = { failures: 30, failingSince: ago(30 * HOUR_MS), isPaused: false };
    expect(decide({ ...failing, isWarned: true }, usual, now)).toBeNull();
  });

  it("is paused after the warning as well, and once", () => {
    const failing = { failures: 50, failingSince: ago(30 * HOUR_MS), isWarned: true };
    expect(decide({ ...failing, isPaused: false }, usual, now)).toBe("pause");
    expect(decide({ ...failing, isPaused: true }, usual, now)).toBeNull();
  });
});

describe("a paused target", () => {
  it.each([
    ["just paused", 1, null, false],
    ["paused five minutes ago, seen by a clock that is early", 4.9, null, true],
    ["tried four minutes ago", 30, 4, false],
    ["tried five minutes ago", 30, 5, true],
    ["paused for six hours, tried five minutes ago", 360, 5, false],
    ["paused for six hours, tried half an hour ago", 360, 30, true],
    ["paused for a week, tried 59 minutes ago", 10_080, 59, false],
    ["paused for a week, tried an hour ago", 10_080, 60, true],
  ])("%s", (_, pausedMinutes, probedMinutes, expected) => {
    const pausedAt = ago(pausedMinutes * MINUTE_MS);
    const lastProbeAt = probedMinutes === null ? null : ago(probedMinutes * MINUTE_MS);
    expect(isProbeDue({ pausedAt, lastProbeAt }, now)).toBe(expected);
  });
});
