import "server-only";
import { createHash, randomBytes } from "node:crypto";

const KEY_FORM = /^tli_[A-Za-z0-9_-]{43}$/;

/** A new key with 256 random bits. It is shown once; only `hash` and `prefix` are kept. */
export function generateKey(): { key: string; prefix: string; hash: string } {
  const key = `tli_${randomBytes(32).toString("base64url")}`;
  return { key, prefix: key.slice(0, 12), hash: hashKey(key) };
}

/** SHA-256 in hex. No slow hash is needed: 256 random bits can't be guessed. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("hex");
}

/** Whether a text has the form of a key at all. */
export function isKeyShaped(text: string): boolean {
  return KEY_FORM.test(text);
}

/**
 * The token of an `Authorization: Bearer` header (RFC 6750, 2.1): null when the header is absent or
 * of another scheme, an empty text when it is malformed.
 */
export function bearerToken(header: string | null): string | null {
  if (header === null) return null;
  const [scheme = "", ...rest] = header.trim().split(/\s+/);
  if (scheme.toLowerCase() !== "bearer") return null;
  return rest.length === 1 && isKeyShaped(rest[0] ?? "") ? (rest[0] ?? "") : "";
}
