import type { Attempt, Delivery, Failure } from "@/components/api";
import { durationWords } from "@/components/ui/relative-time";
import { MASK } from "@/lib/secrets/mask";
import { shellQuote } from "@/lib/shell-quote";
import { FAILURE_KINDS, FAILURE_TITLES, type FailureKind } from "@/lib/webhooks/failures";

export function failureTitle(kind: string): string {
  return FAILURE_TITLES[kind as FailureKind] ?? kind;
}

export const failureOptions = FAILURE_KINDS.map((value) => ({
  value,
  label: FAILURE_TITLES[value],
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

/** Only what has not ended: a resend of what has can't be called back. */
export const isCancellable = (delivery: Delivery) =>
  isInProgress(delivery) && delivery.completedAt === null;

/** Only a delivery that is not being sent just now: the server refuses any other. */
export const isResendable = (delivery: Pick<Delivery, "status">) => delivery.status !== "sending";

type LastResult = { lastStatusCode: number | null; lastFailure: Failure | null };

/** Failures that say no more than the status code they came with. */
const TOLD_BY_STATUS: readonly string[] = ["redirect", "client_error", "server_error", "protocol"];

/** The status code, where it is what tells how the last attempt ended. */
function tellingStatus({ lastStatusCode, lastFailure }: LastResult): number | null {
  return lastFailure === null || TOLD_BY_STATUS.includes(lastFailure.kind) ? lastStatusCode : null;
}

/** The last answer in a few words: a status code, or what else came of it. */
export function resultWords(delivery: LastResult): string | null {
  const status = tellingStatus(delivery);
  if (status !== null) return String(status);
  return delivery.lastFailure ? failureTitle(delivery.lastFailure.kind) : null;
}

/** What it failed of, to go on a sentence with. */
function causeWords(delivery: LastResult): string {
  const status = tellingStatus(delivery);
  if (status !== null) return `; the last answer was ${status}`;
  if (!delivery.lastFailure) return "";
  const title = failureTitle(delivery.lastFailure.kind);
  return `: ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

/** Kinds of failure that end an attempt before anything has left. */
const NOT_SENT: readonly string[] = ["blocked_address", "invalid_request", "secret_unavailable"];

/** Whether the request of an attempt left at all; where nobody can know, it is taken to have. */
export function wasSent({ response, failure, timings, request }: Attempt): boolean {
  if (response || !failure) return true;
  if (NOT_SENT.includes(failure.kind)) return false;
  if (!timings) return true;
  const needsTls = request.url.startsWith("https:");
  return typeof (needsTls ? timings.tlsMs : timings.connectMs) === "number";
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

type Standing = Pick<
  Delivery,
  | "status"
  | "attemptCount"
  | "maxAttempts"
  | "nextAttemptAt"
  | "heldAt"
  | "lastStatusCode"
  | "lastFailure"
>;

/** What happens next with a delivery, in one sentence. `now` is null while hydrating. */
export function nextSentence(delivery: Standing, now: number | null): string {
  const upcoming = delivery.attemptCount + 1;
  const answer = resultWords(delivery);
  switch (delivery.status) {
    case "pending":
      if (delivery.heldAt) return "It is held until its target is resumed.";
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
      return `It failed for good after ${attempts(delivery.attemptCount)}${causeWords(delivery)}. Nothing more will be sent unless you resend it.`;
    case "cancelled":
      return `It was cancelled after ${attempts(delivery.attemptCount)}. Nothing more will be sent unless you resend it.`;
  }
}

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
  const hidden = headers.filter(([, value]) => value === MASK).map(([name]) => variableOf(name));
  const command = [
    `curl -X POST ${shellQuote(url)}`,
    ...headers.map(([name, value]) =>
      value === MASK
        ? `-H ${shellQuote(`${name}: `)}"$${variableOf(name)}"`
        : `-H ${shellQuote(`${name}: ${value}`)}`,
    ),
    `--data-raw ${shellQuote(body)}`,
  ].join(" \\\n  ");
  if (hidden.length === 0) return command;
  return `# Secret values are not shown: set ${hidden.join(", ")} first.\n${command}`;
}

/** The variable of the shell that stands for a header's value: AUTHORIZATION, X_API_KEY, _2FA. */
const variableOf = (header: string) =>
  header
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, "_")
    .replace(/^(?=\d)/, "_");
