import { brotliCompressSync, deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MASK } from "@/lib/secrets/mask";
import { type Step, steps } from "@/tests/fixtures/receiver";
import { MAX_RESPONSE_BODY_BYTES } from "./send";
import { receiver, sendTo, withReceiver } from "./testing/receiver";

withReceiver();

describe("the answer's status", () => {
  it.each([
    [200, true, null],
    [201, true, null],
    [202, true, null],
    [204, true, null],
    [300, false, "redirect"],
    [304, false, "redirect"],
    [400, false, "client_error"],
    [404, false, "client_error"],
    [410, false, "client_error"],
    [429, false, "client_error"],
    [500, false, "server_error"],
    [503, false, "server_error"],
    [599, false, "server_error"],
    [700, false, "protocol"],
  ])("%i: ok %s, failure %s", async (status, ok, kind) => {
    const result = await sendTo({ status, body: "" });
    expect(result.statusCode).toBe(status);
    expect(result.ok).toBe(ok);
    expect(result.failure?.kind ?? null).toBe(kind);
    expect(result.responseBody).toBe("");
  });

  it.each([301, 302, 303, 307, 308])("follows no %i and names the new address", async (status) => {
    const result = await sendTo(steps.redirect("http://169.254.169.254/latest", status));
    expect(result).toMatchObject({ ok: false, statusCode: status, failure: { kind: "redirect" } });
    expect(result.failure?.hint).toContain("http://169.254.169.254/latest");
    expect(receiver.requests).toHaveLength(1);
  });

  it("names a relative redirect in full, without credentials", async () => {
    expect((await sendTo(steps.redirect("/new"))).failure?.hint).toContain(receiver.url("/new"));
    const withSecret = await sendTo(steps.redirect("https://user:hunter2@new.example/"));
    expect(withSecret.failure?.hint).toContain("https://new.example/");
    expect(withSecret.failure?.hint).not.toContain("hunter2");
  });

  it("takes a redirect to a sign-in page for a failure though the page would be 200", async () => {
    receiver.script("/login", 200);
    const result = await sendTo(steps.redirect("/login"));
    expect(result.ok).toBe(false);
    expect(receiver.requestsTo("/login")).toHaveLength(0);
  });

  it("passes Retry-After on", async () => {
    const result = await sendTo({ status: 429, headers: { "Retry-After": "120" } });
    expect(result.retryAfter).toBe("120");
  });

  it.each([100, 102, 103] as const)("waits for the real answer after %i", async (status) => {
    const result = await sendTo(steps.informationalFirst(status));
    expect(result).toMatchObject({ ok: true, statusCode: 200, responseBody: "ok" });
  });

  it("takes an unasked-for change of protocol for a failure", async () => {
    const result = await sendTo(
      steps.raw("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", {
        keepOpen: true,
      }),
    );
    expect(result).toMatchObject({ ok: false, statusCode: 101, failure: { kind: "protocol" } });
  });
});

describe("the answer's body", () => {
  it("is kept, and undone where it is compressed", async () => {
    for (const [encoding, bytes] of [
      ["gzip", gzipSync("Zoë 😀")],
      ["deflate", deflateRawSync("Zoë 😀")],
      ["br", brotliCompressSync("Zoë 😀")],
    ] as const) {
      const result = await sendTo({ headers: { "Content-Encoding": encoding }, body: bytes });
      expect(result).toMatchObject({ ok: true, responseBody: "Zoë 😀", truncated: false });
    }
  });

  it("is cut at 64 KiB of a gigabyte, and the delivery succeeded", async () => {
    let written = 0;
    const huge = steps.huge(1024);
    const result = await sendTo((context) => {
      context.socket.once("close", () => {
        written = context.socket.bytesWritten;
      });
      huge(context);
    });
    expect(result).toMatchObject({ ok: true, statusCode: 200, truncated: true });
    expect(result.responseBody).toHaveLength(MAX_RESPONSE_BODY_BYTES);
    await expect.poll(() => written).toBeGreaterThan(0);
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it("is cut at 64 KiB of a gzip bomb, and memory stays flat", async () => {
    const bomb = steps.gzipBomb(1024);
    const before = process.memoryUsage().rss;
    const result = await sendTo(bomb);
    expect(result).toMatchObject({ ok: true, truncated: true });
    expect(result.responseBody).toHaveLength(MAX_RESPONSE_BODY_BYTES);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it("of exactly 64 KiB is whole", async () => {
    const body = Buffer.alloc(MAX_RESPONSE_BODY_BYTES, "a");
    expect(await sendTo({ body })).toMatchObject({ ok: true, truncated: false });
    const longer = Buffer.alloc(MAX_RESPONSE_BODY_BYTES + 1, "a");
    expect(await sendTo({ body: longer })).toMatchObject({ ok: true, truncated: true });
  });

  it.each<[string, Step, string | RegExp]>([
    ["half a chunk", steps.halfChunk(), "firstonly a part"],
    ["less than announced", steps.shortBody(), "only a part"],
    [
      "an invalid chunk size",
      steps.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\nzz\r\n"),
      "ok",
    ],
    ["broken gzip", { headers: { "Content-Encoding": "gzip" }, body: "not gzip" }, ""],
    [
      "cut gzip",
      {
        headers: { "Content-Encoding": "gzip" },
        body: gzipSync("x".repeat(500), { level: 0 }).subarray(0, 200),
      },
      /^x+$/,
    ],
  ])("with %s leaves a 200 a success, marked truncated", async (_name, step, text) => {
    const result = await sendTo(step);
    expect(result).toMatchObject({ ok: true, statusCode: 200, failure: null, truncated: true });
    expect(result.responseBody).toMatch(text instanceof RegExp ? text : new RegExp(`^${text}$`));
  });

  it("that is broken leaves a 500 a server error", async () => {
    for (const step of [steps.halfChunk(500), steps.shortBody(500), steps.huge(64, 500)]) {
      const result = await sendTo(step);
      expect(result).toMatchObject({ ok: false, statusCode: 500, truncated: true });
      expect(result.failure?.kind).toBe("server_error");
    }
  });

  it("that PostgreSQL could not store is made storable", async () => {
    const body = Buffer.from([0x61, 0x00, 0x62, 0xff, 0xfe, 0x63]);
    expect((await sendTo({ body })).responseBody).toBe("a\uFFFDb\uFFFD\uFFFDc");
  });

  it("that repeats what we sent in a sensitive header does not give it away", async () => {
    const token = "tok_0123456789";
    const result = await sendTo(
      ({ request, response }) => {
        const echo = String(request.headers.authorization);
        response.writeHead(200, { "X-Echo": echo });
        response.end(JSON.stringify({ ...request.headers, token }));
      },
      {
        headers: { Authorization: `Bearer ${token}`, "X-Tenant": "tenant-4711" },
        secretHeaderNames: ["x-tenant"],
      },
    );
    expect(receiver.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(JSON.stringify(result)).not.toContain(token);
    expect(JSON.stringify(result)).not.toContain("tenant-4711");
    expect(result.responseBody).toContain(MASK);
  });

  it("that repeats our cookies one by one does not give them away", async () => {
    const cookies = { session: "ses_0123456789", csrf: "csrf=9876543210" };
    const result = await sendTo(
      { body: JSON.stringify(cookies) },
      { headers: { cookie: `session=${cookies.session}; csrf=${cookies.csrf}` } },
    );
    expect(result.responseBody).toBe(JSON.stringify({ session: MASK, csrf: MASK }));
  });
});

describe("the answer's headers", () => {
  it("are kept in lower case, with cookies hidden", async () => {
    const result = await sendTo({
      headers: {
        "X-Request-Id": "r1",
        "Set-Cookie": ["sid=secret1", "b=secret2"],
        Vary: ["a", "b"],
      },
    });
    expect(result.responseHeaders).toMatchObject({
      "x-request-id": "r1",
      "set-cookie": MASK,
      vary: "a, b",
    });
  });

  it("may be more than a hundred, of which 16 KiB are kept", async () => {
    const many = Array.from({ length: 150 }, (_, i) => [`x-h-${i}`, "v".repeat(200)]);
    const result = await sendTo({ headers: Object.fromEntries(many) });
    expect(result.ok).toBe(true);
    expect(result.responseHeaders).toHaveProperty("x-h-50");
    expect(JSON.stringify(result.responseHeaders).length).toBeLessThan(20 * 1024);
  });

  it("may not be larger than 64 KiB", async () => {
    const result = await sendTo({ headers: { "x-large": "v".repeat(70 * 1024) } });
    expect(result).toMatchObject({ ok: false, statusCode: null, failure: { kind: "protocol" } });
  });
});
