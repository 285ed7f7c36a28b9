import { QUARTER_MS, type Span } from "@/lib/stats/quarters";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What the overview can look back on. */
export const STATS_RANGES = ["24h", "7d", "30d"] as const;
export type StatsRange = (typeof STATS_RANGES)[number];

const HOURS = 24;
const DAYS = { "7d": 7, "30d": 30 } as const;

/** Whether it is a name that this machine's time zone data knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The bars of a range, the oldest first: the hour of the clock that `now` is in and the 23 before it,
 * or the day and those before it, in a time zone. Every edge is the edge of a quarter.
 */
export function barsOf(range: StatsRange, timeZone: string, now: Date): Span[] {
  const edges = range === "24h" ? hourEdges(timeZone, now) : dayEdges(timeZone, now, DAYS[range]);
  return edges.slice(1).map((until, index) => ({
    since: new Date(edges[index] ?? until),
    until: new Date(until),
  }));
}

function hourEdges(timeZone: string, now: Date): number[] {
  const local = now.getTime() + offsetsOf(timeZone)(now.getTime());
  const begin = now.getTime() - (((local % HOUR_MS) + HOUR_MS) % HOUR_MS);
  return Array.from({ length: HOURS + 1 }, (_, index) => begin + (index + 1 - HOURS) * HOUR_MS);
}

function dayEdges(timeZone: string, now: Date, days: number): number[] {
  const offsetAt = offsetsOf(timeZone);
  const today = Math.floor((now.getTime() + offsetAt(now.getTime())) / DAY_MS);
  return Array.from({ length: days + 1 }, (_, index) =>
    startOfDay(offsetAt, today + index + 1 - days),
  );
}

/**
 * The first moment of a local day. Its offset is that of the day before or of the day after: clocks
 * may be changed at midnight, so that a day begins at 1:00, or has its first hour twice.
 * @param day whole days since 1970, by the local calendar
 */
function startOfDay(offsetAt: (at: number) => number, day: number): number {
  const midnight = day * DAY_MS;
  const [before, after] = [-DAY_MS, DAY_MS].map((shift) => midnight - offsetAt(midnight + shift));
  const isWithin = (at: number) => Math.floor((at + offsetAt(at)) / DAY_MS) === day;
  const candidates = [before, after].filter((at) => at !== undefined);
  const found = candidates.filter(isWithin);
  // A day that the calendar leaves out, as when a zone moves across the date line, has no length.
  return Math.min(...(found.length > 0 ? found : candidates));
}

/** By how much local time is ahead of UTC at a moment, rounded to whole quarters. */
function offsetsOf(timeZone: string): (at: number) => number {
  const numeric = "2-digit";
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  return (at) => {
    const parts = format.formatToParts(at);
    const part = (name: Intl.DateTimeFormatPartTypes) =>
      Number(parts.find(({ type }) => type === name)?.value ?? 0);
    const local = Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
    );
    return Math.round((local - Math.floor(at / 1000) * 1000) / QUARTER_MS) * QUARTER_MS;
  };
}
