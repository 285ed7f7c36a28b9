import "server-only";

import { MASK } from "@/lib/secrets/mask";
import { isReservedHeader, isSensitiveHeader, isTransportHeader } from "./rules";
import { signSpec, signStandard } from "./sign";
import { USER_AGENT } from "./version";

export interface BuildHeadersInput {
  /** The same on every attempt and resend. */
  deliveryId: string;
  /** Such as `order.created`. */
  event: string;
  /** 1, 2, … */
  attempt: number;
  /** Unix seconds at which this attempt is sent. */
  timestampSeconds: number;
  /** The exact text of the body. */
  body: string;
  /** Newest first; more than one while a secret is being rotated; empty to send unsigned. */
  secrets: readonly string[];
  /** The node's own headers. */
  custom: Readonly<Record<string, string>>;
}

/**
 * The headers of one attempt, under exactly the names of the product's description. Content-Type
 * and User-Agent give way to the node's own in any case; a name given twice in different cases
 * counts once, the last one. Headers that identify or sign the delivery can't be overridden. A
 * transport header or an illegal value in old configuration is left in: `sendWebhook` then refuses
 * with `invalid_request` instead of sending something else than what was configured. Never throws.
 */
export function buildHeaders(input: BuildHeadersInput): Record<string, string> {
  const { deliveryId, event, attempt, timestampSeconds, body, secrets } = input;
  const timestamp = String(timestampSeconds);
  const headers = new Map<string, [name: string, value: string]>();
  const set = (name: string, value: string) => {
    const lower = name.toLowerCase();
    headers.set(lower, [headers.get(lower)?.[0] ?? name, value]);
  };

  set("Content-Type", "application/json");
  set("User-Agent", USER_AGENT);
  for (const [name, value] of Object.entries(input.custom)) {
    if (!isReservedHeader(name) || isTransportHeader(name)) set(name, value);
  }
  set("X-Webhook-Event", event);
  set("X-Webhook-Id", deliveryId);
  set("X-Webhook-Timestamp", timestamp);
  set("X-Webhook-Attempt", String(attempt));
  const [newest] = secrets;
  if (newest !== undefined) {
    set("X-Webhook-Signature", signSpec(newest, timestampSeconds, body));
    set("webhook-id", deliveryId);
    set("webhook-timestamp", timestamp);
    set(
      "webhook-signature",
      signStandard({ secrets, id: deliveryId, timestamp: timestampSeconds, body }),
    );
  }
  return Object.fromEntries(headers.values());
}

/**
 * The headers as they may be stored, shown and logged: values of sensitive names, and of the names
 * in `secretNames` (any case), become dots. Our own signatures stay; they reveal no secret.
 */
export function maskHeaders(
  headers: Readonly<Record<string, string>>,
  secretNames: readonly string[] = [],
): Record<string, string> {
  const secret = new Set(secretNames.map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secret.has(name.toLowerCase()) || isSensitiveHeader(name) ? MASK : value,
    ]),
  );
}
