import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { verifyWebhook } from "@/tests/fixtures/spec-verify";
import { isRetryable } from "./failures";
import { buildHeaders } from "./headers";
import type { SendWebhookInput } from "./send";
import { generateSecret } from "./sign";
import { receiver, send, withReceiver } from "./testing/receiver";

withReceiver();

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
