import { gzipSync } from "node:zlib";
import type { InboxBehaviour } from "@/lib/inboxes/schemas";

const SLOW_MS = 20_000;
/** Longer than the timeout that a webhook has by default. */
const TOO_SLOW_MS = 40_000;
const RETRY_AFTER_SECONDS = 5;
const BIG_BODY_BYTES = 1_000_000;
const JSON_TYPE = "application/json";
const TEXT_TYPE = "text/plain; charset=utf-8";

export type InboxAnswer = {
  status: number;
  contentType: string;
  body: string | Uint8Array<ArrayBuffer>;
  /** How long to wait before answering, in milliseconds. */
  delayMs: number;
  /** Further headers. */
  headers?: Record<string, string>;
  /** Whether the connection closes before the body is complete. */
  isCutOff?: boolean;
};

/** The status of the failures that a behaviour counts; undefined where it fails always or never. */
export const countedFailure: Partial<Record<InboxBehaviour, number>> = {
  "fail-twice": 500,
  "rate-limited": 429,
};

/**
 * What an inbox answers.
 * @param failedBefore how often a request with the same webhook id was answered with the status of
 *   `countedFailure`
 */
export function answerFor(behaviour: InboxBehaviour, failedBefore: number): InboxAnswer {
  const received: InboxAnswer = {
    status: 200,
    contentType: JSON_TYPE,
    body: JSON.stringify({ received: true }),
    delayMs: 0,
  };
  const failing = (status: number, error: string): InboxAnswer => ({
    ...received,
    status,
    body: JSON.stringify({ received: false, error }),
  });
  switch (behaviour) {
    case "ok":
      return received;
    case "fail-twice":
      return failedBefore < 2
        ? failing(500, `This inbox fails twice; this was failure ${failedBefore + 1}.`)
        : received;
    case "client-error":
      return failing(400, "This inbox answers every request with 400.");
    case "gone":
      return failing(410, "This inbox says that it is gone for good.");
    case "rate-limited":
      return failedBefore < 1
        ? {
            ...failing(429, `Come back in ${RETRY_AFTER_SECONDS} seconds.`),
            headers: { "retry-after": String(RETRY_AFTER_SECONDS) },
          }
        : received;
    case "server-error":
      return failing(500, "This inbox answers every request with 500.");
    case "slow":
      return { ...received, delayMs: SLOW_MS };
    case "too-slow":
      return { ...received, delayMs: TOO_SLOW_MS };
    case "cut-off":
      return { ...received, isCutOff: true };
    case "redirect":
      return {
        ...received,
        status: 302,
        contentType: TEXT_TYPE,
        body: "Moved elsewhere.",
        headers: { location: "https://example.com/elsewhere" },
      };
    case "big-body":
      return { ...received, contentType: TEXT_TYPE, body: "x".repeat(BIG_BODY_BYTES) };
    case "invalid-json":
      return { ...received, body: '{"received": tru' };
    case "gzip":
      return {
        ...received,
        body: new Uint8Array(gzipSync(JSON.stringify({ received: true }))),
        headers: { "content-encoding": "gzip" },
      };
  }
}
