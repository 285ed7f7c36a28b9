import type { Attempt, Delivery, Failure } from "@/components/api";
import { durationWords } from "@/components/ui/relative-time";
import { FAILURE_TITLES, type FailureKind } from "@/lib/webhooks/failures";

export function failureTitle(kind: string): string {
  return FAILURE_TITLES[kind as FailureKind] ?? kind;
}

export const failureOptions = Object.entries(FAILURE_TITLES).map(([value, label]) => ({
  value,
  label,
}));

export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

export function isInProgress(delivery: Pick<Delivery, "status" | "nextAttemptAt">): boolean {
  return ["pending", "sending", "retrying"].includes(delivery.status);
}

/** The last answer in a few words: a status code, or why there was none. */
export function resultWords(delivery: {
  lastStatusCode: number | null;
  lastFailure: Failure | null;
}): string | null {
  if (delivery.lastStatusCode !== null) return String(delivery.lastStatusCode);
  return delivery.lastFailure ? failureTitle(delivery.lastFailure.kind) : null;
}

/** "340 ms", "2.1 s". */
export function msWords(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return durationWords(ms);
}

function ordinal(n: number): string {
  const rest = n % 100;
  if (rest >= 11 && rest <= 13) return `${n}th`;
  return `${n}${["th", "st", "nd", "rd"][n % 10] ?? "th"}`;
}

const attempts = (n: number) => (n === 1 ? "1 attempt" : `${n} attempts`);

/** What happens next with a delivery, in one sentence. `now` is null while hydrating. */
export function nextSentence(delivery: Delivery, now: number | null): string {
  const upcoming = delivery.attemptCount + 1;
  const answer = resultWords(delivery);
  switch (delivery.status) {
    case "pending":
      return "The first attempt will be made in a moment.";
    case "sending":
      return delivery.attemptCount > 1
        ? `The ${ordinal(delivery.attemptCount)} attempt is being sent now.`
        : "It is being sent now.";
    case "retrying": {
      const which =
        upcoming <= delivery.maxAttempts
          ? `${ordinal(upcoming)} of ${delivery.maxAttempts} attempts`
          : `${ordinal(upcoming)} attempt`;
      if (!delivery.nextAttemptAt) return `${which} soon.`;
      if (now === null) return `${which} at the time planned.`;
      const wait = Date.parse(delivery.nextAttemptAt) - now;
      return wait > 0 ? `${which} in ${durationWords(wait)}.` : `${which} at any moment.`;
    }
    case "succeeded":
      return `The receiver accepted it${answer ? ` with ${answer}` : ""} after ${attempts(delivery.attemptCount)}. Nothing more will be sent.`;
    case "failed":
      return `It failed for good after ${attempts(delivery.attemptCount)}${delivery.lastStatusCode !== null ? `; the last answer was ${delivery.lastStatusCode}` : ""}. Nothing more will be sent unless you resend it.`;
    case "cancelled":
      return `It was cancelled after ${attempts(delivery.attemptCount)}. Nothing more will be sent unless you resend it.`;
  }
}

const shellQuote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Headers that curl sets itself; a copied value would break the request. */
const CURL_OWN = new Set(["host", "content-length", "connection", "transfer-encoding"]);

/** The request of an attempt for a shell. Masked secrets stay masked. */
export function asCurl(url: string, attempt: Attempt | undefined, body: string): string {
  const headers = Object.entries(attempt?.request.headers ?? {}).filter(
    ([name]) => !CURL_OWN.has(name.toLowerCase()),
  );
  if (!headers.some(([name]) => name.toLowerCase() === "content-type")) {
    headers.push(["Content-Type", "application/json"]);
  }
  return [
    `curl -X POST ${shellQuote(url)}`,
    ...headers.map(([name, value]) => `-H ${shellQuote(`${name}: ${value}`)}`),
    `--data-raw ${shellQuote(body)}`,
  ].join(" \\\n  ");
}
