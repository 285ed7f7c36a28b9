import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { bodyOf, readLimited } from "./read-limited";

async function* chunks(...sizes: number[]) {
  for (const size of sizes) yield new Uint8Array(size).fill(0x61);
}
const read = async (source: AsyncIterable<Uint8Array> | null, contentLength?: string) =>
  (await readLimited({ chunks: source, contentLength }, 10)).length;

describe("a body within a limit", () => {
  it("is read from whatever gives its chunks, and is empty where there is none", async () => {
    expect(await read(chunks(4, 6))).toBe(10);
    expect(await read(Readable.from([Buffer.alloc(3), Buffer.alloc(4)]))).toBe(7);
    expect(await read(null)).toBe(0);
    const request = new Request("http://localhost", { method: "POST", body: "Größe" });
    expect(Buffer.from(await readLimited(bodyOf(request), 10)).toString()).toBe("Größe");
    expect(await readLimited(bodyOf(new Request("http://localhost")), 10)).toHaveLength(0);
  });

  it("is refused when it announces more, before anything is read", async () => {
    let begun = false;
    async function* unread() {
      begun = true;
      yield new Uint8Array(1);
    }
    await expect(read(unread(), "11")).rejects.toMatchObject({ code: "payload_too_large" });
    expect(begun).toBe(false);
  });

  it("is refused as soon as it is more, however little it announced", async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 4;
        yield new Uint8Array(4);
      }
    }
    await expect(read(endless(), "4")).rejects.toMatchObject({ code: "payload_too_large" });
    expect(given).toBe(12);
  });

  it("that breaks off is the client's fault", async () => {
    async function* broken() {
      yield new Uint8Array(4);
      throw new Error("aborted");
    }
    await expect(read(broken())).rejects.toMatchObject({ code: "invalid_request" });
  });
});
