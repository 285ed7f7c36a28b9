import "server-only";
import { env } from "@/lib/env";
import { decrypt, deriveKey, encrypt, keyIdOf, SECRETS_LABEL } from "@/lib/secrets/crypto";

interface MasterKey {
  key: Buffer;
  keyId: string;
}

/** What a row keeps of a secret. */
export interface Sealed {
  keyId: string;
  /** base64 of iv, tag, ciphertext. */
  ciphertext: string;
}

let cached: { current: MasterKey; previous: MasterKey | null } | undefined;

/** The keys of APP_SECRET and, while that is being changed, of APP_SECRET_PREVIOUS. */
function masterKeys() {
  if (!cached) {
    const { APP_SECRET, APP_SECRET_PREVIOUS } = env();
    const of = (appSecret: string): MasterKey => {
      const key = deriveKey(appSecret, SECRETS_LABEL);
      return { key, keyId: keyIdOf(key) };
    };
    cached = {
      current: of(APP_SECRET),
      previous: APP_SECRET_PREVIOUS === undefined ? null : of(APP_SECRET_PREVIOUS),
    };
  }
  return cached;
}

/** Which key new values are encrypted with. */
export const currentKeyId = (): string => masterKeys().current.keyId;

/** Encrypts a value for the row `id`, with the current key. */
export function seal(id: string, value: string): Sealed {
  const { key, keyId } = masterKeys().current;
  return { keyId, ciphertext: encrypt(key, id, value) };
}

/** The value of the row `id`; null when neither key opens it. */
export function unseal(id: string, { keyId, ciphertext }: Sealed): string | null {
  const { current, previous } = masterKeys();
  const fitting = [current, previous].find((candidate) => candidate?.keyId === keyId);
  if (!fitting) return null;
  try {
    return decrypt(fitting.key, id, ciphertext);
  } catch {
    return null;
  }
}
