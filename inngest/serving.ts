import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { AppError } from "@/lib/http/errors";

/**
 * What the SDK serves, by whichever server. It refuses what is not signed. Left to itself it would tell
 * anybody how many functions there are, and let anybody have them registered anew, under an address of
 * their choice.
 */
export const serving = { client: inngest, functions, enableUnauthedSync: false };

/** Far more than our functions' events and steps come to; nobody has signed yet what is read here. */
export const MAX_CALL_BYTES = 8 * 1024 * 1024;

/** The SDK would answer a call that is no JSON with a 500. Throws `malformed_json`. */
export function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AppError("malformed_json", "The body could not be read as JSON.");
  }
}
