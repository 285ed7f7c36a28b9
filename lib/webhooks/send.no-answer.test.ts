import { type AddressInfo, createServer } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressGuard } from "@/lib/net/guard";
import { type Step, startReceiver, steps } from "@/tests/fixtures/receiver";
import { type FailureKind, isRetryable } from "./failures";
import { receiver, send, sendTo, withReceiver } from "./testing/receiver";

withReceiver();

describe("a receiver that does not answer", () => {
  it.each<[string, Step, FailureKind]>([
    ["resets the connection", steps.reset(), "reset"],
    ["hangs up", steps.hangUp(), "reset"],
    ["speaks something else", steps.garbage(), "protocol"],
    ["sends HTTP/2 frames", steps.raw(Buffer.from([0, 0, 18, 4, 0, 0, 0, 0, 0])), "protocol"],
    [
      "sends a broken header",
      steps.raw("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"),
      "protocol",
    ],
    [
      "smuggles two framings",
      steps.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
      "protocol",
    ],
  ])("because it %s fails and is retried", async (_name, step, kind) => {
    const result = await sendTo(step);
    expect(result).toMatchObject({ ok: false, statusCode: null, failure: { kind } });
    expect(isRetryable(kind, null)).toBe(true);
    expect(result.remoteAddress).toBe("127.0.0.1");
  });

  it("because nothing listens fails as connect", async () => {
    const closed = await startReceiver();
    await closed.close();
    const result = await send({ url: closed.url("/") });
    expect(result).toMatchObject({ ok: false, failure: { kind: "connect" } });
    expect(result.failure?.message).toContain("nothing accepts connections");
  });

  it("at any of its addresses fails as connect", async () => {
    const closed = await startReceiver();
    await closed.close();
    const two = createAddressGuard({
      allowedCidrs: ["127.0.0.0/8"],
      lookup: async () => [
        { address: "127.0.0.1", family: 4 },
        { address: "127.0.0.2", family: 4 },
      ],
    });
    const result = await send({ url: `http://two.example:${closed.port}/`, guard: two });
    expect(result).toMatchObject({ ok: false, failure: { kind: "connect" } });
    expect(result.failure?.message).toContain("nothing accepts connections");
    expect(result.timings.dnsMs).not.toBeNull();
  });

  it("in time fails as timeout", async () => {
    for (const step of [steps.stall(), steps.stallInHeaders()]) {
      const result = await sendTo(step, { timeoutMs: 100 });
      expect(result).toMatchObject({ ok: false, statusCode: null, failure: { kind: "timeout" } });
    }
  });

  it.each([200, 500])(
    "to the end after status %i is recorded with it as timeout",
    async (status) => {
      const result = await sendTo(steps.drip(5, status), { timeoutMs: 150 });
      expect(result).toMatchObject({ ok: false, statusCode: status, truncated: true });
      expect(result.failure?.kind).toBe("timeout");
      expect(result.responseBody).toMatch(/^\.+$/);
    },
  );

  it("within a TLS handshake fails as timeout", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const { port } = silent.address() as AddressInfo;
    const result = await send({ url: `https://127.0.0.1:${port}/`, timeoutMs: 150 });
    expect(result).toMatchObject({ ok: false, failure: { kind: "timeout" } });
    expect(result.failure?.message).toContain("secure connection");
    silent.close();
  });

  it("before the attempt is stopped is recorded as interrupted", async () => {
    const controller = new AbortController();
    const sending = sendTo(steps.stall(), { signal: controller.signal });
    await receiver.waitFor(1);
    controller.abort();
    expect(await sending).toMatchObject({ ok: false, failure: { kind: "interrupted" } });
    expect(await send({ signal: controller.signal })).toMatchObject({
      failure: { kind: "interrupted" },
    });
    expect(receiver.requests).toHaveLength(1);
  });

  it("sanely never makes the sender throw", async () => {
    const pieces = fc.constantFrom(
      "HTTP/1.1 200 OK\r\n",
      "HTTP/1.0 204\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n",
      "Content-Length: 3\r\n",
      "Content-Encoding: gzip\r\n",
      "Transfer-Encoding: chunked\r\n",
      "\r\n",
      "3\r\nabc\r\n",
      "0\r\n\r\n",
      "\0\u00ff\u001f\u008b",
    );
    const noise = fc.uint8Array({ maxLength: 20 }).map((b) => Buffer.from(b).toString("latin1"));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(pieces, noise), { maxLength: 12 }), async (parts) => {
        const result = await sendTo(steps.raw(Buffer.from(parts.join(""), "latin1")));
        expect(result.ok).toBe(result.failure === null);
        expect(result.responseBody ?? "").not.toContain("\0");
      }),
      { numRuns: 150 },
    );
  });
});
