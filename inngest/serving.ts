import { freshSignature, requireSigned } from "@/inngest/call-signature";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { AppError } from "@/lib/http/errors";
import { type LimitedBody, readLimited } from "@/lib/http/read-limited";

/**
 * What the SDK serves, by whichever server. It refuses what is not signed. Left to itself it would tell
 * anybody how many functions there are, and let anybody have them registered anew, under an address of
 * their choice.
 */
export const serving = { client: inngest, functions, enableUnauthedSync: false };

/** Far more than our functions' events and steps come to. */
const MAX_CALL_BYTES = 8 * 1024 * 1024;

/**
 * The body of a call, for the SDK to look at; empty where there is none. Nothing is read of a call that
 * does not claim a fresh signature, and nothing taken for JSON that the embedded engine has not signed. Throws
 * `unauthenticated`, `payload_too_large`, `invalid_request` when the caller breaks off, and
 * `malformed_json`, which the SDK would answer with a 500.
 */
export async function readCall(
  body: LimitedBody,
  signature: string | null | undefined,
): Promise<string> {
  const signed = freshSignature(signature);
  const bytes = await readLimited(body, MAX_CALL_BYTES);
  if (signed) requireSigned(bytes, signed);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
  if (text !== "") requireJson(text);
  return text;
}

function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AppError("malformed_json", "The body could not be read as JSON.");
  }
}
