import "server-only";
import { createHash, createHmac, type Hmac, timingSafeEqual } from "node:crypto";
import type { SignatureCheck, SignatureResult, Verdict } from "@/lib/inboxes/schemas";
import { standardKey } from "@/lib/webhooks/sign";

/** As docs/receiving-webhooks.md and Standard Webhooks tell receivers to allow, in seconds. */
const TOLERANCE_SECONDS = 300;

type Check = {
  header: SignatureCheck["header"];
  timestamp: string;
  hmac: Hmac;
  matches: (digest: Buffer) => boolean;
};
type Read = Check | { header: SignatureCheck["header"]; verdict: Verdict };

export type CheckResult = { signature: SignatureResult; checks: SignatureCheck[] };

/**
 * Checks the signatures of a message while its body streams by, over the bytes as they arrived:
 * `X-Webhook-Signature` (hex HMAC-SHA256 of `{timestamp}.{body}`, keyed with the secret as entered)
 * and, where it is sent, `webhook-signature` (Standard Webhooks 1.0.0). All that are there have to
 * match, and their timestamps have to be within five minutes of the arrival.
 * @param receivedAt when the message arrived, in Unix milliseconds
 */
export function signatureChecker(
  secret: string | null,
  headers: Headers,
  receivedAt: number,
): { update: (chunk: Uint8Array) => void; result: (sentBody?: string) => CheckResult } {
  const reads = secret === null ? [] : [readOwn(secret, headers), readStandard(secret, headers)];
  const hash = createHash("sha256");

  const verdictOf = (check: Check, sentBody: string | undefined, digest: Buffer): Verdict => {
    if (check.matches(check.hmac.digest())) {
      const age = Math.abs(receivedAt / 1000 - Number(check.timestamp));
      return age <= TOLERANCE_SECONDS ? "valid" : "too-old";
    }
    // Only where we know what was sent can the two reasons be told apart.
    if (sentBody === undefined) return "mismatch";
    const sent = createHash("sha256").update(sentBody, "utf8").digest();
    return equal(sent, digest) ? "wrong-secret" : "body-changed";
  };

  return {
    update: (chunk) => {
      hash.update(chunk);
      for (const read of reads) if ("hmac" in read) read.hmac.update(chunk);
    },
    result: (sentBody) => {
      if (secret === null) return { signature: "no-secret", checks: [] };
      const digest = hash.digest();
      const checks = reads.map((read) => ({
        header: read.header,
        verdict: "hmac" in read ? verdictOf(read, sentBody, digest) : read.verdict,
      }));
      const present = checks.filter(({ verdict }) => verdict !== "missing");
      if (present.length === 0) return { signature: "unsigned", checks };
      const isValid = present.every(({ verdict }) => verdict === "valid");
      return { signature: isValid ? "valid" : "invalid", checks };
    },
  };
}

function readOwn(secret: string, headers: Headers): Read {
  const header = "X-Webhook-Signature";
  const sent = headers.get("x-webhook-signature");
  if (sent === null) return { header, verdict: "missing" };
  const given = /^sha256=([0-9a-f]{64})$/i.exec(sent)?.[1];
  if (given === undefined) return { header, verdict: "malformed" };
  const timestamp = headers.get("x-webhook-timestamp");
  if (timestamp === null) return { header, verdict: "no-timestamp" };
  const hmac = createHmac("sha256", Buffer.from(secret, "utf8")).update(`${timestamp}.`);
  return {
    header,
    timestamp,
    hmac,
    matches: (digest) => equal(digest, Buffer.from(given, "hex")),
  };
}

function readStandard(secret: string, headers: Headers): Read {
  const header = "webhook-signature";
  const sent = headers.get("webhook-signature");
  if (sent === null) return { header, verdict: "missing" };
  const given = sent
    .split(" ")
    .filter((part) => part.startsWith("v1,"))
    .map((part) => Buffer.from(part.slice("v1,".length), "base64"));
  if (given.length === 0) return { header, verdict: "malformed" };
  const id = headers.get("webhook-id");
  if (id === null) return { header, verdict: "no-id" };
  const timestamp = headers.get("webhook-timestamp");
  if (timestamp === null) return { header, verdict: "no-timestamp" };
  const hmac = createHmac("sha256", standardKey(secret)).update(`${id}.${timestamp}.`);
  return {
    header,
    timestamp,
    hmac,
    matches: (digest) => given.some((one) => equal(digest, one)),
  };
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
