const UNITS_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** The longest sleep the protocol allows: 366 days. */
export const MAX_SLEEP_MS = 366 * 86_400_000;
const MIN_RETRY_AFTER_MS = 1_000;
const MAX_RETRY_AFTER_MS = 86_400_000;

/**
 * Milliseconds from now until a sleep is over, or undefined when the text is no duration.
 * Takes what the SDK sends: `1w2d3h4m5s`, an ISO date, `""` for no time at all, plain milliseconds.
 */
export function sleepMs(text: string, nowMs = Date.now()): number | undefined {
  const value = text.trim();
  if (value === "") return 0;
  if (/^\d+(\.\d+)?$/.test(value)) return clampSleep(Number(value));
  if (/^(\d+(\.\d+)?(ms|[wdhms]))+$/.test(value)) {
    let total = 0;
    for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|[wdhms])/g)) {
      total += Number(amount) * (UNITS_MS[unit as string] as number);
    }
    return clampSleep(total);
  }
  const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : clampSleep(at - nowMs);
}

/**
 * The delay a `retry-after` header asks for, between 1 s and 24 h: seconds or a date.
 * Undefined when there is none or it can't be read.
 */
export function retryAfterMs(header: string | undefined, nowMs = Date.now()): number | undefined {
  if (!header) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, MIN_RETRY_AFTER_MS), MAX_RETRY_AFTER_MS);
}

function clampSleep(ms: number): number {
  return Math.min(Math.max(ms, 0), MAX_SLEEP_MS);
}
