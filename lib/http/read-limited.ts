import "server-only";
import { AppError } from "@/lib/http/errors";

/** A body that is still to come, by whichever server; a web `Request`'s by `bodyOf`. */
export interface LimitedBody {
  /** null: there is none. */
  chunks: AsyncIterable<Uint8Array> | null;
  /** The header of that name. */
  contentLength: string | null | undefined;
}

export const bodyOf = ({ body, headers }: Request): LimitedBody => ({
  // The types of the web leave out that its streams can be iterated over, as they can in Node.
  chunks: body as unknown as AsyncIterable<Uint8Array> | null,
  contentLength: headers.get("content-length"),
});

/**
 * A body within a limit. Throws `payload_too_large` without reading on, and `invalid_request` when the
 * client breaks off: that is no fault of ours to be logged.
 */
export async function readLimited(
  { chunks, contentLength }: LimitedBody,
  maxBytes: number,
): Promise<Uint8Array> {
  const tooLarge = () =>
    new AppError("payload_too_large", `The body may have at most ${maxBytes} bytes.`);
  if (Number(contentLength ?? 0) > maxBytes) throw tooLarge();
  if (!chunks) return new Uint8Array();
  const read: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge();
      read.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("invalid_request", "The connection was closed in the middle of the body.");
  }
  return Buffer.concat(read);
}
