import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { nextWaitMs, parseRetryAfter } from "./schedule";

beforeAll(() => vi.stubEnv("TZ", "America/New_York"));
afterAll(() => vi.unstubAllEnvs());

/** Two seconds before New York's clocks go from 02:00 to 03:00, and from 02:00 back to 01:00. */
const changes = [
  ["forward", Date.UTC(2026, 2, 8, 6, 59, 58)],
  ["back", Date.UTC(2026, 10, 1, 5, 59, 58)],
] as const;
const HOUR_MS = 3_600_000;

describe.each(changes)("where the clocks go %s while a delivery waits", (_, now) => {
  it("this machine's clock changes, or the test would prove nothing", () => {
    const [before, after] = [new Date(now), new Date(now + HOUR_MS)];
    expect(before.getTimezoneOffset()).not.toBe(after.getTimezoneOffset());
  });

  it("the wait is as long as on any other day", () => {
    const wait = nextWaitMs({ failedAttempts: 2, now, random: () => 0.5 });
    expect(wait).toBe(30_000);
  });

  it.each([
    ["seconds", () => "3600"],
    ["an HTTP date", (at: number) => new Date(at).toUTCString()],
    ["a date without a zone, which is UTC", asctime],
  ])("a Retry-After in %s means that moment", (_form, write) => {
    expect(parseRetryAfter(write(now + HOUR_MS), now)).toBe(HOUR_MS);
  });
});

/** `Sun Mar  8 07:59:58 2026`: the form of C's asctime, which HTTP still allows. */
function asctime(at: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(at).toUTCString()) ?? [];
  return `Sun ${month} ${String(Number(day)).padStart(2, " ")} ${time} ${year}`;
}
