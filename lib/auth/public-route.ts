import "server-only";
import { AppError } from "@/lib/http/errors";

/** More than any of these bodies needs. */
const MAX_BYTES = 16 * 1024;

/** The JSON body of a request that nobody has signed in for yet. */
export async function readSmallJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) {
    throw new AppError("unsupported_media_type", "Send the body as application/json.");
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body = request.body as unknown as AsyncIterable<Uint8Array> | null;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES) {
      throw new AppError("payload_too_large", `The body may have at most ${MAX_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("malformed_json", "The body could not be read as JSON.");
  }
}

/**
 * A limit for the whole process, whoever asks: the client's address, which better-auth counts by,
 * can be made up by a client that reaches the server directly.
 */
export function createLimiter(limit: { max: number; windowMs: number }, now = Date.now) {
  let start = 0;
  let count = 0;
  return function allow(): boolean {
    const time = now();
    if (time - start >= limit.windowMs) {
      start = time;
      count = 0;
    }
    count += 1;
    return count <= limit.max;
  };
}
