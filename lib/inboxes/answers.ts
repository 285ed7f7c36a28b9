import type { InboxBehaviour } from "@/lib/inboxes/schemas";

const SLOW_MS = 20_000;
const BIG_BODY_BYTES = 1_000_000;
const JSON_TYPE = "application/json";
const TEXT_TYPE = "text/plain; charset=utf-8";

export type InboxAnswer = {
  status: number;
  contentType: string;
  body: string;
  /** How long to wait before answering. */
  delayMs: number;
  location?: string;
};

/**
 * What an inbox answers.
 * @param failedBefore how often a request with the same X-Webhook-Id was answered with 500
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
    case "server-error":
      return failing(500, "This inbox answers every request with 500.");
    case "slow":
      return { ...received, delayMs: SLOW_MS };
    case "redirect":
      return {
        ...received,
        status: 302,
        contentType: TEXT_TYPE,
        body: "Moved elsewhere.",
        location: "https://example.com/elsewhere",
      };
    case "big-body":
      return { ...received, contentType: TEXT_TYPE, body: "x".repeat(BIG_BODY_BYTES) };
  }
}
