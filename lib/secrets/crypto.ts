import "server-only";
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** The label of the key that secrets at rest are encrypted with. */
export const SECRETS_LABEL = "traderlaunchpad/secrets/v1";
/** The label of the key that session cookies are signed with. */
export const SESSIONS_LABEL = "traderlaunchpad/sessions/v1";
/** The label of the key that cookies of known devices are sealed with. */
export const DEVICES_LABEL = "traderlaunchpad/devices/v1";

/** A key of 32 bytes for one purpose, by HKDF-SHA256 (RFC 5869) from the master secret. */
export function deriveKey(appSecret: string, label: string): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(appSecret, "utf8"), "", label, KEY_BYTES));
}

/** Names a key without revealing it, so that a row says which key it needs. */
export function keyIdOf(key: Buffer): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}

/**
 * Encrypts with AES-256-GCM: base64 of iv (12 bytes), tag (16 bytes), ciphertext.
 * @param id authenticated with the value, so that a ciphertext moved to another row is refused
 */
export function encrypt(key: Buffer, id: string, value: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(id, "utf8"));
  const ciphertext = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString("base64");
}

/** Reverses `encrypt`. Throws when the key, the id or a single bit is not the one it was made with. */
export function decrypt(key: Buffer, id: string, encoded: string): string {
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new Error("The ciphertext is too short.");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(id, "utf8"));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const start = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
  return Buffer.concat([start, decipher.final()]).toString("utf8");
}
