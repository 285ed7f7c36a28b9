import "server-only";
import { env } from "@/lib/env";
import { deriveKey, keyIdOf, SESSIONS_LABEL } from "@/lib/secrets/crypto";

/** A secret of better-auth, with the number by which what is encrypted with it names it. */
export interface AuthSecret {
  version: number;
  value: string;
}

function secretOf(appSecret: string): AuthSecret {
  const key = deriveKey(appSecret, SESSIONS_LABEL);
  return { version: Number.parseInt(keyIdOf(key), 16), value: key.toString("base64url") };
}

/**
 * What better-auth signs cookies with, and encrypts second steps of a sign-in with: the first of
 * `secrets`. The others only read, and so does `secret` what names no version.
 */
export function authSecrets(): { secrets: [AuthSecret, ...AuthSecret[]]; secret: string } {
  const { APP_SECRET, APP_SECRET_PREVIOUS } = env();
  const current = secretOf(APP_SECRET);
  if (APP_SECRET_PREVIOUS === undefined || APP_SECRET_PREVIOUS === APP_SECRET)
    return { secrets: [current], secret: current.value };
  const previous = secretOf(APP_SECRET_PREVIOUS);
  return { secrets: [current, previous], secret: previous.value };
}
