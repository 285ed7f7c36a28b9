import "server-only";
import { createHmac, type Hmac, timingSafeEqual } from "node:crypto";
import type { SignatureResult } from "@/lib/inboxes/schemas";
import { standardKey } from "@/lib/webhooks/sign";

type Check = { hmac: Hmac; matches: (digest: Buffer) => boolean };

/**
 * Checks the signatures of a message while its body streams by, over the bytes as they arrived:
 * `X-Webhook-Signature` (hex HMAC-SHA256 of `{timestamp}.{body}`, keyed with the secret as entered)
 * and, where it is sent, `webhook-signature` (Standard Webhooks 1.0.0). All that are there have to
 * match. Whether the timestamp is recent is not asked: a message may be looked at much later.
 */
export function signatureChecker(
  secret: string | null,
  headers: Headers,
): { update: (chunk: Uint8Array) => void; result: () => SignatureResult } {
  const checks: Check[] = [];
  let hopeless = false;

  const own = headers.get("x-webhook-signature");
  if (secret !== null && own !== null) {
    const timestamp = headers.get("x-webhook-timestamp");
    const given = /^sha256=([0-9a-f]{64})$/i.exec(own)?.[1];
    if (timestamp === null || given === undefined) hopeless = true;
    else {
      const hmac = createHmac("sha256", Buffer.from(secret, "utf8")).update(`${timestamp}.`);
      checks.push({ hmac, matches: (digest) => equal(digest, Buffer.from(given, "hex")) });
    }
  }

  const standard = headers.get("webhook-signature");
  if (secret !== null && standard !== null) {
    const id = headers.get("webhook-id");
    const timestamp = headers.get("webhook-timestamp");
    if (id === null || timestamp === null) hopeless = true;
    else {
      const hmac = createHmac("sha256", standardKey(secret)).update(`${id}.${timestamp}.`);
      const given = standard
        .split(" ")
        .filter((part) => part.startsWith("v1,"))
        .map((part) => Buffer.from(part.slice("v1,".length), "base64"));
      checks.push({ hmac, matches: (digest) => given.some((one) => equal(digest, one)) });
    }
  }

  return {
    update: (chunk) => {
      for (const { hmac } of checks) hmac.update(chunk);
    },
    result: () => {
      if (secret === null) return "no-secret";
      if (hopeless) return "invalid";
      if (checks.length === 0) return "unsigned";
      return checks.every(({ hmac, matches }) => matches(hmac.digest())) ? "valid" : "invalid";
    },
  };
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
