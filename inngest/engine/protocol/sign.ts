import { createHash, createHmac } from "node:crypto";
import canonicalize from "canonicalize";

/**
 * The request body as RFC 8785 canonical JSON, the form the SDK signs and verifies.
 * Half a surrogate pair can't be canonical, so it becomes U+FFFD, as it would on the wire.
 */
export function canonicalBody(value: unknown): string {
  try {
    return canonicalize(value) ?? "null";
  } catch {
    return canonicalize(wellFormed(value)) ?? "null";
  }
}

/**
 * The `x-inngest-signature` header for a canonical body: `t=<unix s>&s=<hex HMAC-SHA256>`.
 * The key is the text after `signkey-xxx-`, not the bytes its hex digits stand for.
 */
export function signature(body: string, signingKey: string, nowMs = Date.now()): string {
  const t = Math.floor(nowMs / 1_000).toString();
  const key = signingKey.replace(/^signkey-\w+-/, "");
  return `t=${t}&s=${createHmac("sha256", key).update(body).update(t).digest("hex")}`;
}

/** The bearer token by which the SDK signs in to the engine's API: the key's prefix, and its bytes hashed. */
export function apiToken(signingKey: string): string {
  const prefix = /^signkey-\w+-/.exec(signingKey)?.[0] ?? "";
  const bytes = Buffer.from(signingKey.slice(prefix.length), "hex");
  return `${prefix}${createHash("sha256").update(bytes).digest("hex")}`;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return scrub(value);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [scrub(k), wellFormed(v)]));
}

// String.prototype.toWellFormed exists in Node 20 but not yet in the ES2023 library types.
function scrub(text: string): string {
  return Buffer.from(text, "utf8").toString("utf8");
}
