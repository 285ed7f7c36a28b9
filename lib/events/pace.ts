import { performance } from "node:perf_hooks";

/** From which share of its time on an event loop is busy enough for work to be put together. */
const BUSY = 0.5;
/** The longest pause, of a process that has no time left at all, in milliseconds. */
const PAUSE_MAX_MS = 100;

/**
 * How long to let messages gather, in milliseconds: nothing while the process has time, and then the
 * longer the busier it is. What is put together costs less, so a pause makes up for itself.
 * @param utilization the share of its time in which the event loop had work, from 0 to 1
 */
export function pauseFor(utilization: number): number {
  return Math.round(PAUSE_MAX_MS * Math.max(0, (utilization - BUSY) / (1 - BUSY)));
}

let last = performance.eventLoopUtilization();

/** How busy this process was since this was asked before. */
export function recentUtilization(): number {
  const now = performance.eventLoopUtilization();
  const { utilization } = performance.eventLoopUtilization(now, last);
  last = now;
  return utilization;
}
