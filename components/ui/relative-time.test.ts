import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exactTime, relativeWords } from "./relative-time";

beforeAll(() => vi.stubEnv("TZ", "America/New_York"));
afterAll(() => vi.unstubAllEnvs());

describe("the time of a next attempt, read in a zone with daylight saving", () => {
  it.each([
    ["2026-03-08T06:59:59.000Z", "8 Mar 2026, 01:59:59 GMT-5"],
    ["2026-03-08T07:00:00.000Z", "8 Mar 2026, 03:00:00 GMT-4"],
    ["2026-11-01T05:30:00.000Z", "1 Nov 2026, 01:30:00 GMT-4"],
    ["2026-11-01T06:30:00.000Z", "1 Nov 2026, 01:30:00 GMT-5"],
  ])("%s is shown with its zone, as %s", (iso, shown) => {
    expect(exactTime(iso)).toBe(shown);
  });

  it.each(["2026-03-08T06:30:00.000Z", "2026-11-01T05:30:00.000Z"])(
    "an hour from %s is an hour, whatever the clocks do meanwhile",
    (iso) => {
      const now = Date.parse(iso);
      expect(relativeWords(now + 3_600_000, now)).toBe("in 1 h");
      expect(relativeWords(now, now + 3_600_000)).toBe("1 h ago");
    },
  );
});
