import type { Preferences } from "@/lib/instance/preferences-schema";

/** What follows from how a target has failed: pure, so that it can be tested as a table. */

type Thresholds = Preferences["failingTargets"];

export interface Failing {
  /** Finished deliveries that failed in a row. */
  failures: number;
  failingSince: Date;
  isWarned: boolean;
  isPaused: boolean;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** From how many failures in a row on a target is called failing: half of what pauses it. */
export const warnsAt = ({ failures }: Thresholds) => Math.ceil(failures / 2);

/** What is due once another delivery of a target has failed; null for nothing new. */
export function decide(
  failing: Failing,
  thresholds: Thresholds,
  now: Date,
): "warn" | "pause" | null {
  if (failing.isPaused) return null;
  const failingForMs = now.getTime() - failing.failingSince.getTime();
  const isOver =
    failing.failures >= thresholds.failures && failingForMs >= thresholds.hours * HOUR_MS;
  if (isOver && thresholds.pauses) return "pause";
  return !failing.isWarned && failing.failures >= warnsAt(thresholds) ? "warn" : null;
}

/** A little before the full five minutes: the clock that asks is not exact to the second. */
const PROBE_MIN_MS = 5 * MINUTE_MS - 30_000;
const PROBE_MAX_MS = 60 * MINUTE_MS;

/**
 * Whether a paused target is due to be tried: every five minutes in its first hour, then ever less
 * often, and once an hour from the twelfth on, so that a dead receiver is not asked for ever.
 */
export function isProbeDue(
  { pausedAt, lastProbeAt }: { pausedAt: Date; lastProbeAt: Date | null },
  now: Date,
): boolean {
  const pausedForMs = now.getTime() - pausedAt.getTime();
  const waitMs = Math.min(PROBE_MAX_MS, Math.max(PROBE_MIN_MS, pausedForMs / 12));
  return now.getTime() - (lastProbeAt ?? pausedAt).getTime() >= waitMs;
}
