import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { barsOf, isTimeZone, STATS_RANGES } from "./periods";
import { QUARTER_MS } from "./quarters";

const edges = (...args: Parameters<typeof barsOf>) => {
  const bars = barsOf(...args);
  return [...bars.map(({ since }) => since), bars.at(-1)?.until].map((at) => at?.toISOString());
};

describe("bars of a range", () => {
  it("are the hour of the clock that it is and the 23 before it", () => {
    const found = edges("24h", "UTC", new Date("2026-05-03T10:20:30.400Z"));
    expect(found).toHaveLength(25);
    expect([found[0], found[23], found[24]]).toEqual([
      "2026-05-02T11:00:00.000Z",
      "2026-05-03T10:00:00.000Z",
      "2026-05-03T11:00:00.000Z",
    ]);
  });

  it("begin with the local hour where zones are half an hour apart", () => {
    expect(edges("24h", "Asia/Kolkata", new Date("2026-05-03T10:20:00Z"))[23]).toBe(
      "2026-05-03T09:30:00.000Z",
    );
  });

  it("are local days", () => {
    const found = edges("7d", "America/New_York", new Date("2026-05-03T03:59:00Z"));
    expect(found).toHaveLength(8);
    expect([found[0], found[7]]).toEqual(["2026-04-26T04:00:00.000Z", "2026-05-03T04:00:00.000Z"]);
    expect(edges("7d", "Asia/Kathmandu", new Date("2026-05-03T03:59:00Z"))[6]).toBe(
      "2026-05-02T18:15:00.000Z",
    );
  });

  it("are 23 and 25 hours long where the clock is changed", () => {
    const found = edges("7d", "Europe/Berlin", new Date("2026-03-30T12:00:00Z"));
    expect(found.slice(5)).toEqual([
      "2026-03-28T23:00:00.000Z",
      "2026-03-29T22:00:00.000Z",
      "2026-03-30T22:00:00.000Z",
    ]);
    expect(edges("7d", "Europe/Berlin", new Date("2026-10-26T12:00:00Z")).slice(5)).toEqual([
      "2026-10-24T22:00:00.000Z",
      "2026-10-25T23:00:00.000Z",
      "2026-10-26T23:00:00.000Z",
    ]);
  });

  it("begin at 1:00 where midnight is left out", () => {
    // Chile moves its clocks on from 24:00.
    expect(edges("7d", "America/Santiago", new Date("2026-09-06T15:00:00Z")).slice(6)).toEqual([
      "2026-09-06T04:00:00.000Z",
      "2026-09-07T03:00:00.000Z",
    ]);
  });

  it("follow one another without a gap, hold now in the last one, and lie on quarters", () => {
    const zones = fc.constantFrom(
      ...["UTC", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "America/Havana"],
      ...["Africa/Cairo", "Asia/Beirut", "Atlantic/Azores", "America/St_Johns", "Pacific/Apia"],
    );
    const times = fc.date({
      min: new Date("2020-01-01"),
      max: new Date("2035-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(zones, times, fc.constantFrom(...STATS_RANGES), (zone, now, range) => {
        const bars = barsOf(range, zone, now);
        const last = bars.at(-1);
        expect(last && last.since <= now && now < last.until).toBe(true);
        bars.forEach(({ since, until }, index) => {
          expect(since.getTime() % QUARTER_MS).toBe(0);
          expect(since < until).toBe(true);
          if (index > 0) expect(bars[index - 1]?.until).toEqual(since);
        });
      }),
    );
  });
});

describe("time zones", () => {
  it.each([
    ["Europe/Berlin", true],
    ["UTC", true],
    ["Europe/Atlantis", false],
    ["", false],
  ])("%s: %s", (name, known) => {
    expect(isTimeZone(name)).toBe(known);
  });
});
