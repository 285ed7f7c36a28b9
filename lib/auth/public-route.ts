import "server-only";
import { AppError } from "@/lib/http/errors";
import { bodyOf, readLimited } from "@/lib/http/read-limited";

/** More than any of these bodies needs. */
const MAX_BYTES = 16 * 1024;

/** The JSON body of a request that nobody has signed in for yet. */
export async function readSmallJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) {
    throw new AppError("unsupported_media_type", "Send the body as application/json.");
  }
  const text = Buffer.from(await readLimited(bodyOf(request), MAX_BYTES)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("malformed_json", "The body could not be read as JSON.");
  }
}
