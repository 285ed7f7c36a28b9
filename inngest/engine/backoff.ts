import type { TransportFault } from "./types";

/** Multiples of the base, by failed attempt: with 15 s, 15 s · 30 s · 1 m · 2 m · 5 m … 2 h. */
const STEPS = [1, 2, 4, 8, 20, 40, 80, 160, 240, 480];

/** Milliseconds to wait after attempt number `attempt` (from 0) failed, with up to one base of jitter. */
export function backoffMs(attempt: number, baseMs: number, random = Math.random): number {
  const step = STEPS[Math.min(attempt, STEPS.length - 1)] as number;
  return Math.round(step * baseMs + random() * baseMs);
}

/** How many tries a dead transport gets before it costs one attempt: about eight minutes. */
export const MAX_TRIES = 100;
/** A connection cut in the middle of a call may be the step's own doing, so it weighs more. */
const TRY_WEIGHT: Record<TransportFault, number> = { absent: 1, other: 1, cut: 10 };

/** The tries used up after one more fault, and the pause before the next: 0.25 s doubling to 5 s. */
export function nextTry(tries: number, fault: TransportFault): { tries: number; delayMs: number } {
  const weight = TRY_WEIGHT[fault];
  const delayMs = Math.min(250 * 2 ** Math.min(Math.floor(tries / weight), 10), 5_000);
  return { tries: tries + weight, delayMs };
}
