import "server-only";

import type { Readable, Transform } from "node:stream";
import * as zlib from "node:zlib";

export interface CollectedBody {
  /** At most `maxBytes`, decompressed. */
  bytes: Buffer;
  /** The body was longer than kept, could not be decompressed, or ended early. */
  truncated: boolean;
}

/** Reads at most this many compressed bytes in search of `maxBytes` decompressed ones. */
const MAX_WIRE_BYTES = 1024 * 1024;
const MAX_CODINGS = 3;

type Coding = "gzip" | "deflate" | "br" | "zstd";

/** `zlib.createZstdDecompress` exists from Node 22.15 on. */
const createZstd = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress;

/**
 * The codings of a Content-Encoding value in the order they were applied (RFC 9110, 8.4), or null
 * when one of them is unknown: the body is then kept as it came.
 */
export function parseContentEncoding(value: string | undefined): Coding[] | null {
  const codings: Coding[] = [];
  for (const part of (value ?? "").toLowerCase().split(",")) {
    const name = part.trim().replace(/^x-(?=gzip$)/, "");
    if (name === "" || name === "identity") continue;
    const known = name === "gzip" || name === "deflate" || name === "br";
    if (!known && !(name === "zstd" && createZstd)) return null;
    codings.push(name as Coding);
  }
  return codings.length > MAX_CODINGS ? null : codings;
}

/** “deflate” means zlib format, but some servers send the raw format; the first byte tells. */
const looksLikeZlib = (firstByte: number) => (firstByte & 0x0f) === 8;

function createDecoder(coding: Coding, firstByte: number | undefined): Transform {
  switch (coding) {
    case "gzip":
      return zlib.createGunzip();
    case "br":
      return zlib.createBrotliDecompress();
    case "deflate":
      return firstByte === undefined || looksLikeZlib(firstByte)
        ? zlib.createInflate()
        : zlib.createInflateRaw();
    case "zstd":
      return createZstd ? createZstd() : zlib.createGunzip();
  }
}

/**
 * Reads a response body into memory that never exceeds a small multiple of `maxBytes`, whatever is
 * sent: decompression is streamed and stops at the cap, so neither a gigabyte nor a gzip bomb grows
 * it. Calls `done` once; the caller then destroys the source. Never throws and never rejects.
 *
 * @returns `snapshot`, which gives what has been read so far and ends the collecting.
 */
export function collectBody(
  source: Readable,
  contentEncoding: string | undefined,
  maxBytes: number,
  done: (body: CollectedBody) => void,
): { snapshot(): CollectedBody } {
  const codings = parseContentEncoding(contentEncoding) ?? [];
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let wireBytes = 0;
  let truncated = false;
  let finished = false;
  let decoders: Transform[] | null = null;

  const stop = (): CollectedBody => {
    finished = true;
    source.pause();
    for (const decoder of decoders ?? []) decoder.destroy();
    return { bytes: Buffer.concat(kept), truncated };
  };
  const finish = () => {
    if (!finished) done(stop());
  };
  const keep = (chunk: Buffer) => {
    if (finished) return;
    const room = maxBytes - keptBytes;
    kept.push(chunk.length > room ? Buffer.from(chunk.subarray(0, room)) : chunk);
    keptBytes += Math.min(room, chunk.length);
    if (chunk.length > room) {
      truncated = true;
      finish();
    }
  };
  const broken = () => {
    truncated = true;
    finish();
  };

  /** Builds the chain outermost coding first: the last one applied is the first to be undone. */
  const openDecoders = (firstByte: number | undefined): Transform[] => {
    const chain = codings
      .toReversed()
      .map((coding, index) => createDecoder(coding, index === 0 ? firstByte : undefined));
    chain.forEach((decoder, index) => {
      decoder.on("error", broken);
      const next = chain[index + 1];
      if (next) decoder.pipe(next);
      else decoder.on("data", keep).on("end", finish);
    });
    return chain;
  };
  const endOfWire = () => {
    const first = decoders?.[0];
    if (first) first.end();
    else finish();
  };

  source.on("data", (chunk: Buffer) => {
    if (finished) return;
    if (codings.length === 0) return keep(chunk);
    wireBytes += chunk.length;
    if (wireBytes > MAX_WIRE_BYTES) return broken();
    decoders ??= openDecoders(chunk[0]);
    if (decoders[0]?.write(chunk) === false) {
      source.pause();
      decoders[0].once("drain", () => {
        if (!finished) source.resume();
      });
    }
  });
  source.on("end", () => {
    if (!finished) endOfWire();
  });
  // A body cut short: what the decoders still hold is worth showing.
  source.on("error", () => {
    if (finished) return;
    truncated = true;
    endOfWire();
  });

  return { snapshot: stop };
}

/**
 * The body as text that PostgreSQL can store: decoded by the charset its Content-Type names (UTF-8
 * when it names none or an unknown one), with U+FFFD in place of NUL and of bytes that decode to
 * nothing. When `truncated`, a character cut in half at the end is left out.
 */
export function bodyToText(
  bytes: Uint8Array,
  contentType: string | undefined,
  truncated: boolean,
): string {
  const label = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label);
  } catch {
    decoder = new TextDecoder();
  }
  return decoder.decode(bytes, { stream: truncated }).replaceAll("\0", "\uFFFD");
}
