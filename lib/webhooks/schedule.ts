/** When a failed delivery is tried again. Pure: time and randomness are given. */

export const BACKOFF_BASE_SECONDS_DEFAULT = 5;
export const BACKOFF_FACTOR = 6;
export const JITTER = 0.2;
/** No wait is longer, whatever a receiver asks for. */
export const MAX_WAIT_MS = 24 * 60 * 60 * 1000;

/** A number in [0, 1), as `Math.random` gives it. */
export type Random = () => number;

const plainBackoffMs = (failedAttempts: number, baseSeconds: number) =>
  Math.min(MAX_WAIT_MS, baseSeconds * 1000 * BACKOFF_FACTOR ** (Math.max(1, failedAttempts) - 1));

/**
 * The wait after the n-th failed attempt: base × 6ⁿ⁻¹, spread by ±20 % so that what failed together
 * does not return together. Whole milliseconds, 24 h at most.
 * @param input.failedAttempts how many attempts have failed so far, from 1
 */
export function backoffMs(input: {
  failedAttempts: number;
  baseSeconds?: number;
  random?: Random;
}): number {
  const { failedAttempts, baseSeconds = BACKOFF_BASE_SECONDS_DEFAULT } = input;
  const { random = Math.random } = input;
  const spread = 1 + JITTER * (2 * random() - 1);
  return Math.round(Math.min(MAX_WAIT_MS, plainBackoffMs(failedAttempts, baseSeconds) * spread));
}

/** For so long an outage of our own way out is waited out, in milliseconds. */
export const PATIENCE_MS = 24 * 60 * 60 * 1000;
/** The longest wait for its end: a proxy that is back is to be noticed. */
const OUTAGE_WAIT_MAX_MS = 15 * 60 * 1000;

/**
 * The wait after the outgoing proxy has failed for the n-th time: base × 2ⁿ⁻¹, 15 min at most, spread by
 * ±20 %. About a hundred of them make a day.
 * @param input.outages from 1
 */
export function outageWaitMs(input: {
  outages: number;
  baseSeconds?: number;
  random?: Random;
}): number {
  const { outages, baseSeconds = BACKOFF_BASE_SECONDS_DEFAULT, random = Math.random } = input;
  const plain = Math.min(OUTAGE_WAIT_MAX_MS, baseSeconds * 1000 * 2 ** (Math.max(1, outages) - 1));
  return Math.round(plain * (1 + JITTER * (2 * random() - 1)));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const CLOCK = "(\\d{2}):(\\d{2}):(\\d{2})";
const IMF_DATE = new RegExp(`^[A-Z][a-z]{2}, (\\d{2}) ([A-Z][a-z]{2}) (\\d{4}) ${CLOCK} GMT$`);
const RFC850_DATE = new RegExp(`^[A-Z][a-z]+day, (\\d{2})-([A-Z][a-z]{2})-(\\d{2}) ${CLOCK} GMT$`);
const ASCTIME_DATE = new RegExp(`^[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([ \\d]\\d) ${CLOCK} (\\d{4})$`);

/** All three forms of an HTTP-date (RFC 9110, 5.6.7) in Unix milliseconds; null for anything else. */
function parseHttpDate(text: string, now: number): number | null {
  let parts: (string | undefined)[];
  const imf = IMF_DATE.exec(text);
  const rfc850 = RFC850_DATE.exec(text);
  const asctime = ASCTIME_DATE.exec(text);
  if (imf) parts = imf.slice(1);
  else if (rfc850) parts = rfc850.slice(1);
  else if (asctime) {
    const [month, day, hour, minute, second, year] = asctime.slice(1);
    parts = [day, month, year, hour, minute, second];
  } else return null;

  const [day = "", monthName = "", year = "", hour, minute, second] = parts;
  const month = MONTHS.indexOf(monthName);
  if (month < 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  let fullYear = Number(year);
  if (year.length === 2) {
    const thisYear = new Date(now).getUTCFullYear();
    fullYear += Math.floor(thisYear / 100) * 100;
    // RFC 9110: more than fifty years ahead means the last century.
    if (fullYear > thisYear + 50) fullYear -= 100;
  }
  const time = Date.UTC(fullYear, month, Number(day), Number(hour), Number(minute), Number(second));
  return new Date(time).getUTCDate() === Number(day) || Number(second) === 60 ? time : null;
}

/**
 * A Retry-After value as milliseconds from `now` (Unix milliseconds); null when absent or invalid.
 * Whole seconds or an HTTP-date (RFC 9110, 10.2.3); a date gone by is 0. Not capped.
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | null {
  const text = value?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  const date = parseHttpDate(text, now);
  return date === null ? null : Math.max(0, date - now);
}

/**
 * Milliseconds until the next attempt: the backoff, lengthened, never shortened, by a valid
 * Retry-After, and 24 h at most. The spread on top of a Retry-After only goes upwards, so that
 * nothing returns earlier than asked and a crowd told the same moment still arrives apart.
 * @param input.now Unix milliseconds, for a Retry-After given as a date
 */
export function nextWaitMs(input: {
  failedAttempts: number;
  baseSeconds?: number;
  retryAfter?: string | null;
  now: number;
  random?: Random;
}): number {
  const { failedAttempts, baseSeconds = BACKOFF_BASE_SECONDS_DEFAULT } = input;
  const { random = Math.random } = input;
  const wait = backoffMs({ failedAttempts, baseSeconds, random });
  const asked = parseRetryAfter(input.retryAfter, input.now);
  if (asked === null || asked <= wait) return wait;
  const spread = plainBackoffMs(failedAttempts, baseSeconds) * JITTER * random();
  return Math.min(MAX_WAIT_MS, Math.ceil(asked + spread));
}

/** Seconds in words: `5 s`, `3 min`, `1 h 48 min`. */
export function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  const units: [number, string][] = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor((whole % 86_400) / 3600), "h"],
    [Math.floor((whole % 3600) / 60), "min"],
    [whole % 60, "s"],
  ];
  return units
    .filter(([amount]) => amount > 0)
    .slice(0, 2)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

/**
 * The schedule in words for the editor: `after 5 s, 30 s and 3 min`; `not tried again` for none.
 * The ±20 % are left out.
 */
export function describeSchedule(
  retryAttempts: number,
  baseSeconds: number = BACKOFF_BASE_SECONDS_DEFAULT,
): string {
  if (retryAttempts < 1) return "not tried again";
  const waits = Array.from({ length: retryAttempts }, (_, index) =>
    describeSeconds(plainBackoffMs(index + 1, baseSeconds) / 1000),
  );
  const last = waits.pop();
  return waits.length === 0 ? `after ${last}` : `after ${waits.join(", ")} and ${last}`;
}
