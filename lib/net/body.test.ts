import { PassThrough, Readable } from "node:stream";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bodyToText, type CollectedBody, collectBody, parseContentEncoding } from "./body";

const collect = (source: Readable, encoding?: string, maxBytes = 1000) =>
  new Promise<CollectedBody>((resolve) => collectBody(source, encoding, maxBytes, resolve));
const text = "x".repeat(300) + "Zoë 😀".repeat(20);
const inPieces = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    ),
  );
/** Gives the bytes, then breaks off as a reset connection does. */
const cutAfter = (bytes: Buffer) => {
  const stream = new PassThrough();
  stream.write(bytes);
  setImmediate(() => stream.destroy(new Error("aborted")));
  return stream;
};

describe("collectBody", () => {
  it.each([
    ["identity", Buffer.from(text)],
    [undefined, Buffer.from(text)],
    ["gzip", gzipSync(text)],
    ["X-GZIP", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["gzip, br", brotliCompressSync(gzipSync(text))],
    ["gzip", Buffer.concat([gzipSync(text.slice(0, 50)), gzipSync(text.slice(50))])],
    ["unheard-of", Buffer.from(text)],
  ])("undoes %s whatever the pieces", async (encoding, bytes) => {
    for (const size of [1, 7, 4096]) {
      const body = await collect(inPieces(bytes, size), encoding);
      expect(body.bytes.toString()).toBe(text);
      expect(body.truncated).toBe(false);
    }
  });

  it("marks a body truncated only when something is missing", async () => {
    const exact = await collect(inPieces(Buffer.alloc(1000, "a"), 100));
    expect(exact).toMatchObject({ truncated: false });
    const longer = await collect(inPieces(Buffer.alloc(1001, "a"), 100));
    expect(longer.truncated).toBe(true);
    expect(longer.bytes.length).toBe(1000);
    const packed = await collect(inPieces(gzipSync(Buffer.alloc(5000, "a")), 10), "gzip");
    expect(packed.truncated).toBe(true);
    expect(packed.bytes.length).toBe(1000);
  });

  it("has nothing to undo in an empty body", async () => {
    for (const encoding of ["gzip", "br", "deflate", "gzip, gzip"]) {
      const body = await collect(Readable.from([]), encoding);
      expect(body).toEqual({ bytes: Buffer.alloc(0), truncated: false });
    }
  });

  it("keeps what came before a body turned out broken", async () => {
    const notGzip = await collect(inPieces(Buffer.from("<html>not gzip</html>"), 5), "gzip");
    expect(notGzip).toEqual({ bytes: Buffer.alloc(0), truncated: true });
    const whole = gzipSync(Buffer.concat([Buffer.from("start"), Buffer.from(text)]), { level: 0 });
    const cut = await collect(inPieces(whole.subarray(0, 100), 10), "gzip");
    expect(cut.truncated).toBe(true);
    expect(cut.bytes.toString()).toMatch(/^startx+$/);
  });

  it("keeps what came before the connection broke", async () => {
    const plain = await collect(cutAfter(Buffer.from("part")));
    expect(plain).toEqual({ bytes: Buffer.from("part"), truncated: true });
    const packed = await collect(cutAfter(gzipSync(text, { level: 0 }).subarray(0, 100)), "gzip");
    expect(packed.truncated).toBe(true);
    expect(packed.bytes.toString()).toMatch(/^x+$/);
  });

  it("gives up on compressed input that goes on without yielding anything", async () => {
    const empty = gzipSync(Buffer.alloc(0));
    let pulled = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          pulled++;
          yield Buffer.concat(Array<Buffer>(500).fill(empty));
        }
      })(),
    );
    const body = await collect(endless, "gzip");
    expect(body.truncated).toBe(true);
    expect(pulled).toBeLessThan(1000);
    endless.destroy();
  });

  it("gives what there is so far on demand, and then is silent", () => {
    const stream = new PassThrough();
    let calls = 0;
    const { snapshot } = collectBody(stream, undefined, 1000, () => calls++);
    stream.emit("data", Buffer.from("so far"));
    expect(snapshot().bytes.toString()).toBe("so far");
    stream.emit("data", Buffer.from("more"));
    stream.emit("end");
    expect(calls).toBe(0);
  });
});

it.each([
  [undefined, []],
  ["", []],
  ["identity", []],
  ["gzip , identity,BR", ["gzip", "br"]],
  ["compress", null],
  ["gzip, gzip, gzip, gzip", null],
])("parseContentEncoding reads %j", (value, expected) => {
  expect(parseContentEncoding(value)).toEqual(expected);
});

describe("bodyToText", () => {
  it.each([
    [Buffer.from("Zoë 😀"), undefined, "Zoë 😀"],
    [Buffer.from("a\0b"), "text/plain", "a\uFFFDb"],
    [Buffer.from([0x61, 0xff, 0xc3, 0x62]), "text/plain; charset=utf-8", "a\uFFFD\uFFFDb"],
    [Buffer.from([0xed, 0xa0, 0x80]), undefined, "\uFFFD\uFFFD\uFFFD"],
    [Buffer.from("Zoë", "latin1"), 'text/html; charset="ISO-8859-1"', "Zoë"],
    [Buffer.from("Zoë"), "text/html; charset=no-such-thing", "Zoë"],
    [Buffer.alloc(0), "image/png", ""],
  ])("reads %j as %s", (bytes, contentType, expected) => {
    expect(bodyToText(bytes, contentType, false)).toBe(expected);
  });

  it("leaves out half a character only where the body was cut", () => {
    const half = Buffer.from("ok😀").subarray(0, 4);
    expect(bodyToText(half, undefined, true)).toBe("ok");
    expect(bodyToText(half, undefined, false)).toBe("ok\uFFFD");
  });
});
