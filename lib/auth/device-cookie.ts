import "server-only";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { env } from "@/lib/env";
import { DEVICES_LABEL, deriveKey } from "@/lib/secrets/crypto";

const NAME = "tli.device";
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const sealOf = (id: string, email: string) =>
  createHmac("sha256", deriveKey(env().APP_SECRET, DEVICES_LABEL))
    .update(`${id} ${email}`)
    .digest("base64url");

/**
 * The device that a request comes from, when somebody of this address has signed in on it before; null
 * otherwise. Their wrong passwords are counted apart, so that strangers who try an account can't make
 * its owner wait (OWASP, "device cookies").
 */
export function knownDevice(headers: Headers, email: string): string | null {
  // Maybe more than one: earlier releases set it for a longer path.
  const values = (headers.get("cookie") ?? "")
    .split(/; */)
    .filter((each) => each.startsWith(`${NAME}=`))
    .map((each) => each.slice(NAME.length + 1));
  return values.map((value) => idIn(value, email)).find((id) => id !== null) ?? null;
}

function idIn(value: string, email: string): string | null {
  const [id = "", seal = ""] = value.split(".");
  const [given, expected] = [Buffer.from(seal), Buffer.from(sealOf(id, email))];
  return id !== "" && given.length === expected.length && timingSafeEqual(given, expected)
    ? id
    : null;
}

/** A `Set-Cookie` that marks this device as one of somebody's. */
export function deviceCookie(email: string): string {
  const id = randomBytes(12).toString("base64url");
  const secure = env().appUrl.startsWith("https:") ? "; Secure" : "";
  return `${NAME}=${id}.${sealOf(id, email)}; Path=/api; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${secure}`;
}
