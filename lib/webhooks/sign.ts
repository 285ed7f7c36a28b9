import "server-only";

import { createHmac, randomBytes } from "node:crypto";

const WHSEC = "whsec_";
/** Divisible by three, so that the base64 has no padding and is selected by one double click. */
const GENERATED_BYTES = 30;

/**
 * The signature of `X-Webhook-Signature`: `sha256=` and the hex HMAC-SHA256 of
 * `{timestamp}.{body}`, keyed with the UTF-8 bytes of the secret exactly as entered, whatever its
 * prefix. Source: the specification's own Node.js example.
 * @param timestampSeconds Unix seconds, the value of `X-Webhook-Timestamp`
 * @param body the text sent, byte for byte
 */
export function signSpec(secret: string, timestampSeconds: number, body: string): string {
  const digest = createHmac("sha256", Buffer.from(secret, "utf8"))
    .update(`${timestampSeconds}.${body}`, "utf8")
    .digest("hex");
  return `sha256=${digest}`;
}

/** The HMAC key of Standard Webhooks: after `whsec_` base64, otherwise the UTF-8 bytes. */
export function standardKey(secret: string): Buffer {
  return secret.startsWith(WHSEC)
    ? Buffer.from(secret.slice(WHSEC.length), "base64")
    : Buffer.from(secret, "utf8");
}

/**
 * The value of `webhook-signature`: `v1,` and the base64 HMAC-SHA256 of `{id}.{timestamp}.{body}`,
 * once for each secret, separated by spaces. While a secret is being rotated, give the new one
 * first; a receiver holding either of them succeeds. Empty for no secrets.
 * Source: Standard Webhooks specification 1.0.0, “Signature scheme”.
 * @param input.timestamp Unix seconds
 */
export function signStandard(input: {
  secrets: readonly string[];
  id: string;
  timestamp: number;
  body: string;
}): string {
  const content = `${input.id}.${input.timestamp}.${input.body}`;
  return input.secrets
    .map((secret) => createHmac("sha256", standardKey(secret)).update(content, "utf8"))
    .map((hmac) => `v1,${hmac.digest("base64")}`)
    .join(" ");
}

/** A new secret: `whsec_` and 30 random bytes in base64. Works with both signature schemes. */
export function generateSecret(): string {
  return WHSEC + randomBytes(GENERATED_BYTES).toString("base64");
}
