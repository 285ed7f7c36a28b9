import { createHmac, timingSafeEqual } from "node:crypto";
import { inngest } from "@/inngest/client";
import { AppError } from "@/lib/http/errors";

export const SIGNATURE_HEADER = "x-inngest-signature";

/** How far the time of a signature may be from ours, before and after: the SDK's. */
const TOLERANCE_MS = 5 * 60_000;

/** A signature of now, by whichever key. */
export interface CallSignature {
  /** Unix seconds, as they were signed. */
  time: string;
  mac: Buffer;
}

const unsigned = (detail: string) => new AppError("unauthenticated", detail);

/**
 * What a call says it was signed with, before any of its body is read; null where nothing is signed:
 * with the dev server, or, which the SDK answers, without a key. Throws `unauthenticated` where it is
 * missing, malformed or not of now.
 */
export function freshSignature(header: string | null | undefined): CallSignature | null {
  if (inngest.mode !== "cloud" || !inngest.signingKey) return null;
  const parts = new URLSearchParams(header ?? "");
  const time = parts.get("t") ?? "";
  const mac = parts.get("s") ?? "";
  if (time === "" || !/^[0-9a-f]{64}$/.test(mac))
    throw unsigned("The engine's calls are signed; this one is not.");
  const ageMs = Date.now() - Number.parseInt(time, 10) * 1000;
  // Not the other way round: a time that is none is NaN.
  if (!(Math.abs(ageMs) <= TOLERANCE_MS))
    throw unsigned("This call was signed minutes ago, or by a clock that is wrong by minutes.");
  return { time, mac: Buffer.from(mac, "hex") };
}

/**
 * Throws `unauthenticated` where the bytes of a body are not what was signed, before anybody takes them
 * for JSON. The SDK looks at the signature once more.
 *
 * What is signed is the body's canonical JSON (RFC 8785). The embedded engine sends just that. An
 * Inngest server may send another form of it, which nobody can tell from a forgery without having read
 * it: there the SDK alone decides.
 */
export function requireSigned(body: Uint8Array, { time, mac }: CallSignature): void {
  if (process.env.ENGINE_KIND !== "embedded") return;
  const isBy = (key: string | undefined) =>
    Boolean(key) &&
    timingSafeEqual(createHmac("sha256", textOf(key)).update(body).update(time).digest(), mac);
  if (!isBy(inngest.signingKey) && !isBy(inngest.signingKeyFallback))
    throw unsigned("This call is not signed with a key of this instance.");
}

/** The key as the SDK takes it: the text after `signkey-xxx-`, not the bytes its digits stand for. */
const textOf = (key = ""): string => key.replace(/^signkey-\w+-/, "");
