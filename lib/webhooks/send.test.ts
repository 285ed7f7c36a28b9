import { type AddressInfo, createServer } from "node:net";
import { brotliCompressSync, deflateRawSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AddressGuard, createAddressGuard, type ResolveAll } from "@/lib/net/guard";
import { MASK } from "@/lib/secrets/mask";
import { type Receiver, type Step, startReceiver, steps } from "@/tests/fixtures/receiver";
import { verifyWebhook } from "@/tests/fixtures/spec-verify";
import { type FailureKind, isRetryable } from "./failures";
import { buildHeaders } from "./headers";
import { MAX_RESPONSE_BODY_BYTES, type SendWebhookInput, sendWebhook } from "./send";
import { generateSecret } from "./sign";

const guard = createAddressGuard({ allowedCidrs: ["127.0.0.0/8"] });
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
beforeEach(() => receiver.reset());
afterAll(() => receiver.close());

/** Long enough never to be reached by an exchange that works. */
const AMPLE_MS = 20_000;

const send = (overrides: Partial<SendWebhookInput> = {}) =>
  sendWebhook({
    url: receiver.url("/hook"),
    body: "{}",
    headers: {},
    timeoutMs: AMPLE_MS,
    guard,
    ...overrides,
  });
const sendTo = (step: Step, overrides: Partial<SendWebhookInput> = {}) => {
  receiver.script("/hook", step);
  return send(overrides);
};
const countOf = (rawHeaders: string[], name: string) =>
  rawHeaders.filter((entry, i) => i % 2 === 0 && entry.toLowerCase() === name).length;

describe("what is sent", () => {
  const AWKWARD = [
    '{"a":"& < \u2028 \u2029 😀"}',
    '{"name":"Zoë 😀"}',
    '{ "b": 1,\n "a": 2, "price": 12.50 }',
    "price=12.50&name=Zo%C3%AB",
    "",
  ];

  it.each(AWKWARD)("is %j byte for byte, with its length in bytes, verifiable", async (body) => {
    const secret = generateSecret();
    const headers = buildHeaders({
      deliveryId: "dlv_1",
      event: "order.created",
      attempt: 1,
      timestampSeconds: Math.floor(Date.now() / 1000),
      body,
      secrets: [secret],
      custom: body.startsWith("price")
        ? { "content-type": "application/x-www-form-urlencoded" }
        : {},
    });
    const result = await send({ body, headers });
    expect(result).toMatchObject({ ok: true, statusCode: 200, failure: null });
    const [request] = receiver.requests;
    if (!request) throw new Error("nothing received");
    expect(request.method).toBe("POST");
    expect(request.body.equals(Buffer.from(body, "utf8"))).toBe(true);
    expect(request.headers["content-length"]).toBe(String(Buffer.byteLength(body)));
    expect(request.headers).not.toHaveProperty("transfer-encoding");
    expect(() =>
      new Webhook(secret).verify(request.body.toString(), request.headers, { jsonParse: false }),
    ).not.toThrow();
    const { "x-webhook-timestamp": timestamp = "", "x-webhook-signature": signature = "" } =
      request.headers;
    expect(verifyWebhook(request.body.toString(), signature, secret, timestamp)).toBe(true);
  });

  it("stays the same over attempts but for time, attempt and signature", async () => {
    receiver.script("/hook", 500, 500, 200);
    const body = '{"b":1,"a":2}';
    for (const attempt of [1, 2, 3]) {
      const headers = buildHeaders({
        deliveryId: "dlv_1",
        event: "order.created",
        attempt,
        timestampSeconds: 1_700_000_000 + attempt,
        body,
        secrets: ["s"],
        custom: {},
      });
      expect((await send({ body, headers })).ok).toBe(attempt === 3);
    }
    expect(new Set(receiver.requests.map((r) => r.body.toString("hex"))).size).toBe(1);
    const distinct = (name: string) => new Set(receiver.requests.map((r) => r.headers[name])).size;
    expect(distinct("webhook-id")).toBe(1);
    expect(distinct("x-webhook-id")).toBe(1);
    expect(distinct("webhook-timestamp")).toBe(3);
    expect(distinct("webhook-signature")).toBe(3);
    expect(distinct("x-webhook-signature")).toBe(3);
  });

  it("has one User-Agent and one Content-Type, the node's own in whatever case", async () => {
    const custom = { "user-agent": "Shop/2", "CONTENT-TYPE": "text/plain" };
    const headers = buildHeaders({
      deliveryId: "dlv_1",
      event: "order.created",
      attempt: 1,
      timestampSeconds: 1,
      body: "{}",
      secrets: [],
      custom,
    });
    await send({ headers });
    const raw = receiver.requests[0]?.rawHeaders ?? [];
    expect(countOf(raw, "user-agent")).toBe(1);
    expect(countOf(raw, "content-type")).toBe(1);
    expect(receiver.requests[0]?.headers).toMatchObject({
      "user-agent": "Shop/2",
      "content-type": "text/plain",
    });
  });

  it("reaches the path and query as entered, without the fragment", async () => {
    await send({ url: receiver.url("/a%2Fb/?x=1&y=%20#part") });
    expect(receiver.requests[0]?.path).toBe("/a%2Fb/?x=1&y=%20");
  });

  it("ignores proxy variables", async () => {
    const before = { ...process.env };
    Object.assign(process.env, {
      HTTP_PROXY: "http://127.0.0.1:1",
      http_proxy: "http://127.0.0.1:1",
    });
    try {
      expect((await send()).ok).toBe(true);
    } finally {
      process.env = before;
    }
  });
});

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

describe("addresses", () => {
  const blockAll = createAddressGuard({ allowedCidrs: [] });

  it("that are private are refused without a connection", async () => {
    const before = receiver.connectionCount();
    for (const host of ["127.0.0.1", "localhost", "localhost.", "2130706433", "[::ffff:7f00:1]"]) {
      const url = `http://${host}:${receiver.port}/hook`;
      const result = await send({ url, guard: blockAll });
      expect(result, host).toMatchObject({ ok: false, failure: { kind: "blocked_address" } });
      expect(result.remoteAddress).toBeNull();
    }
    expect(receiver.connectionCount()).toBe(before);
    expect(isRetryable("blocked_address", null)).toBe(false);
  });

  it.each([
    ["169.254.169.254", {}, "can't be allowed in Settings"],
    ["[::ffff:a9fe:a9fe]", {}, "can't be allowed in Settings"],
    ["metadata.example", {}, "can't be allowed in Settings"],
    ["10.0.0.1", {}, "an owner can allow its address in Settings"],
    ["localhost", {}, "an owner can allow its address in Settings"],
    ["erp.example", {}, "an owner can allow its address in Settings"],
    ["erp.example", { httpsOnly: true }, "begin with https://"],
    ["93.184.215.14", { httpsOnly: true }, "begin with https://"],
    ["93.184.215.14:8080", { allowedPorts: ["443"] }, "another port"],
  ])("such as %s with %j: the hint says what can be done", async (host, owner, words) => {
    const address = host.startsWith("erp") ? "10.0.0.1" : "169.254.169.254";
    const lookup: ResolveAll = async () => [{ address, family: 4 }];
    const guard = createAddressGuard({ allowedCidrs: [], owner, lookup });
    const { failure } = await send({ url: `http://${host}/hook`, guard });
    expect(failure).toMatchObject({
      kind: "blocked_address",
      hint: expect.stringContaining(words),
    });
  });

  const guardWith = (lookup: ResolveAll): AddressGuard =>
    createAddressGuard({ allowedCidrs: ["127.0.0.1/32"], lookup });

  it("of a name that flips after the check lead nowhere else", async () => {
    const answers = ["127.0.0.1", "169.254.169.254", "127.0.0.1", "127.0.0.2"];
    let asked = 0;
    const flipping = guardWith(async () => [{ address: answers[asked++] ?? "", family: 4 }]);
    const url = `http://rebind.example:${receiver.port}/hook`;
    const kinds: unknown[] = [];
    for (const _ of answers) {
      const result = await send({ url, guard: flipping });
      kinds.push(result.failure?.kind ?? result.remoteAddress);
    }
    expect(kinds).toEqual(["127.0.0.1", "blocked_address", "127.0.0.1", "blocked_address"]);
    expect(asked).toBe(4);
    expect(receiver.requests).toHaveLength(2);
    expect(receiver.requests[0]?.headers.host).toBe(`rebind.example:${receiver.port}`);
  });

  it("of a name are refused when one of several is private", async () => {
    const mixed = guardWith(async () => [
      { address: "127.0.0.1", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ]);
    const url = `http://mixed.example:${receiver.port}/hook`;
    const result = await send({ url, guard: mixed });
    expect(result).toMatchObject({ failure: { kind: "blocked_address" } });
    expect(receiver.requests).toHaveLength(0);
  });

  it("of a name are tried in turn", async () => {
    const two = createAddressGuard({
      allowedCidrs: ["127.0.0.0/8", "::1"],
      lookup: async () => [
        { address: "::1", family: 6 },
        { address: "127.0.0.1", family: 4 },
      ],
    });
    const result = await send({ url: `http://two.example:${receiver.port}/hook`, guard: two });
    expect(result).toMatchObject({ ok: true, remoteAddress: "127.0.0.1" });
    expect(result.timings.dnsMs).not.toBeNull();
  });

  it.each(["ENOTFOUND", "EAI_AGAIN", "ESERVFAIL"])(
    "that fail with %s are dns, retried",
    async (code) => {
      const failing = guardWith(async () => {
        throw Object.assign(new Error(code), { code });
      });
      const result = await send({ url: "http://nowhere.example/", guard: failing });
      expect(result).toMatchObject({ ok: false, failure: { kind: "dns" } });
      expect(result.failure?.message).toContain("nowhere.example");
      expect(isRetryable("dns", null)).toBe(true);
    },
  );

  it("whose look-up hangs are dns once the deadline passes", async () => {
    const hanging = guardWith(() => new Promise(() => {}));
    const result = await send({ url: "http://slow.example/", guard: hanging, timeoutMs: 50 });
    expect(result).toMatchObject({ ok: false, failure: { kind: "dns" } });
  });

  it("in other alphabets are looked up as punycode and shown readably", async () => {
    const names: string[] = [];
    const recording = guardWith(async (name) => {
      names.push(name);
      throw Object.assign(new Error(), { code: "ENOTFOUND" });
    });
    const result = await send({ url: "http://münchen.example/hook", guard: recording });
    expect(names).toEqual(["xn--mnchen-3ya.example"]);
    expect(result.failure?.message).toContain("münchen.example");
  });
});

describe("configuration that should never have been saved", () => {
  it.each<[string, Partial<SendWebhookInput>]>([
    ["a header with a line break", { headers: { "X-A": "a\r\nX: 1" } }],
    ["a header in another alphabet", { headers: { "X-A": "عبدالله" } }],
    ["a header of 10 kB", { headers: { "X-A": "x".repeat(10_000) } }],
    ["a number as a header", { headers: { "X-A": 5 as unknown as string } }],
    ["a header without a name", { headers: { "": "x" } }],
    ["a Host header", { headers: { hOST: "evil" } }],
    ["a Content-Length header", { headers: { "content-length": "1" } }],
    ["a Transfer-Encoding header", { headers: { "Transfer-Encoding": "chunked" } }],
    ["one header in two cases", { headers: { "X-A": "1", "x-a": "2" } }],
    ["credentials in the address", { url: "https://user:p%40ss@example.com/" }],
    ["another scheme", { url: "ftp://example.com/" }],
    ["no address", { url: "" }],
    ["half an address", { url: "https://" }],
    ["no text as an address", { url: undefined as unknown as string }],
  ])("%s is final and reaches nobody", async (_name, overrides) => {
    const before = receiver.connectionCount();
    const result = await send(overrides);
    expect(result).toMatchObject({ ok: false, failure: { kind: "invalid_request" } });
    expect(JSON.stringify(result)).not.toContain("p%40ss");
    expect(isRetryable("invalid_request", null)).toBe(false);
    expect(receiver.connectionCount()).toBe(before);
  });
});
