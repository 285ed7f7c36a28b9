import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { waitOutRounding } from "./rounding";

const NOW = Date.parse("2026-11-28T10:00:00.000Z");

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  vi.useRealTimers();
});

/** When the wait is over, in milliseconds from now. */
async function waited(dueInMs: number | null): Promise<number> {
  let overAt: number | undefined;
  void waitOutRounding(dueInMs === null ? null : new Date(NOW + dueInMs)).then(() => {
    overAt = Date.now() - NOW;
  });
  await vi.advanceTimersByTimeAsync(0);
  while (overAt === undefined && vi.getTimerCount() > 0) await vi.advanceTimersToNextTimerAsync();
  return overAt ?? Number.NaN;
}

it.each([
  ["nothing where nothing was slept for", null, 0],
  ["nothing once the time has come", 0, 0],
  ["nothing of a sleep that took longer", -3_000, 0],
  ["what was rounded down", 430, 430],
  ["no more than can have been rounded", 60_000, 500],
])("waits for %s", async (_, dueInMs, expected) => {
  expect(await waited(dueInMs)).toBe(expected);
});
