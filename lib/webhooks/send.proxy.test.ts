import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createAddressGuard, type ResolveAll } from "@/lib/net/guard";
import { parseProxyUrl } from "@/lib/net/proxy";
import { startProxy, type TestProxy } from "@/tests/fixtures/proxy";
import { createCertificate, type Receiver, startReceiver } from "@/tests/fixtures/receiver";
import { eventually } from "@/tests/integration/support/eventually";
import { isRetryable } from "./failures";
import { type SendWebhookInput, sendWebhook } from "./send";

const CREDENTIALS = { user: "integrations", password: "p@ss:wörd/%" };
const certificate = createCertificate({ hosts: ["hook.example"] });
let proxy: TestProxy;
let plain: Receiver;
let secure: Receiver;

beforeAll(async () => {
  proxy = await startProxy(CREDENTIALS);
  plain = await startReceiver();
  secure = await startReceiver({ tls: certificate });
});
beforeEach(() => {
  proxy.behave("carry");
  proxy.asked.length = 0;
  plain.reset();
  secure.reset();
});
afterAll(() => Promise.all([proxy.close(), plain.close(), secure.close()]));

const isPublic: ResolveAll = async () => [{ address: "93.184.215.14", family: 4 }];
const unknown: ResolveAll = async () => {
  throw Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
};
const guardBy = (lookup: ResolveAll, url = proxy.url) =>
  createAddressGuard({ allowedCidrs: [], lookup, proxy: parseProxyUrl(url) });
const send = (url: string, overrides: Partial<SendWebhookInput> = {}) => {
  proxy.leadTo(url.startsWith("https") ? secure.port : plain.port);
  return sendWebhook({
    url,
    body: '{"a":"Zoë"}',
    headers: { "X-A": "b" },
    timeoutMs: 20_000,
    guard: guardBy(isPublic),
    ca: certificate.cert,
    ...overrides,
  });
};

describe("with an outgoing proxy, a webhook", () => {
  it("to an https address goes through a tunnel, whose certificate is the receiver's", async () => {
    const result = await send("https://hook.example/in?x=1#part");
    expect(result).toMatchObject({ ok: true, statusCode: 200, remoteAddress: null });
    expect(proxy.asked.map(({ line }) => line)).toEqual(["CONNECT hook.example:443"]);
    const [request] = secure.requests;
    expect(request).toMatchObject({ method: "POST", path: "/in?x=1" });
    expect(request?.body.toString()).toBe('{"a":"Zoë"}');
    expect(request?.headers).toMatchObject({ host: "hook.example", "x-a": "b" });
    expect(request?.headers).not.toHaveProperty("proxy-authorization");
    expect(result.timings.tlsMs).not.toBeNull();
    await eventually(() => proxy.open() === 0, { what: "the tunnel's end" });
  });

  it("to an http address is handed over with the whole address", async () => {
    const result = await send("http://hook.example:8080/in?x=1#part");
    expect(result).toMatchObject({ ok: true, statusCode: 200, remoteAddress: null });
    expect(proxy.asked.map(({ line }) => line)).toEqual(["POST http://hook.example:8080/in?x=1"]);
    expect(plain.requests[0]?.headers).toMatchObject({
      host: "hook.example:8080",
      "content-length": "12",
    });
  });

  it.each(["http", "https"])("by %s is refused inside the network all the same", async (scheme) => {
    for (const host of ["10.0.0.1", "[::1]", "localhost", "169.254.169.254"]) {
      const result = await send(`${scheme}://${host}/`);
      expect(result).toMatchObject({ failure: { kind: "blocked_address" } });
    }
    const inside: ResolveAll = async () => [{ address: "10.0.0.1", family: 4 }];
    const named = await send(`${scheme}://inside.example/`, { guard: guardBy(inside) });
    expect(named).toMatchObject({ failure: { kind: "blocked_address" } });
    expect(proxy.asked).toEqual([]);
  });

  it("whose name is known to the proxy alone is left to it", async () => {
    const result = await send("https://hook.example/", { guard: guardBy(unknown) });
    expect(result).toMatchObject({ ok: true });
    expect(proxy.asked.map(({ line }) => line)).toEqual(["CONNECT hook.example:443"]);
  });

  it("to a receiver with a wrong certificate fails as tls, through the tunnel too", async () => {
    const result = await send("https://other.example/");
    expect(result).toMatchObject({ failure: { kind: "tls" } });
    expect(result.failure?.message).toContain("another name");
    expect(secure.requests).toEqual([]);
  });

  it.each(["http", "https"])("by %s gets the receiver's own 503 as such", async (scheme) => {
    plain.script("/", 503);
    secure.script("/", 503);
    const result = await send(`${scheme}://hook.example/`);
    expect(result).toMatchObject({ statusCode: 503, failure: { kind: "server_error" } });
  });

  it("that the proxy won't carry there is final", async () => {
    proxy.behave(403);
    const result = await send("https://hook.example/");
    expect(result).toMatchObject({ statusCode: null, failure: { kind: "blocked_address" } });
    expect(result.failure?.message).toContain("403");
  });
});

describe("an outage of the proxy", () => {
  it.each([407, 500, 502, 503, 504])("as its %i to a CONNECT is its own", async (status) => {
    proxy.behave(status);
    const result = await send("https://hook.example/");
    expect(result).toMatchObject({ statusCode: null, failure: { kind: "proxy" } });
    expect(result.failure?.message).toContain(String(status));
    expect(secure.requests).toEqual([]);
    expect(isRetryable("proxy", null)).toBe(true);
  });

  it.each(["http", "https"])("as wrong credentials is its own by %s", async (scheme) => {
    const guard = guardBy(isPublic, proxy.url.replace("integrations", "somebody"));
    const result = await send(`${scheme}://hook.example/`, { guard });
    expect(result).toMatchObject({ statusCode: null, failure: { kind: "proxy" } });
    expect(JSON.stringify(result)).not.toContain("p@ss");
  });

  it.each(["http", "https"])("that lets nobody connect is its own by %s", async (scheme) => {
    const gone = await startProxy();
    await gone.close();
    const result = await send(`${scheme}://hook.example/`, { guard: guardBy(isPublic, gone.url) });
    expect(result).toMatchObject({ failure: { kind: "proxy" } });
    expect(result.failure?.message).toContain("ECONNREFUSED");
  });

  it("that breaks off before there is a tunnel is its own", async () => {
    proxy.behave("break");
    expect(await send("https://hook.example/")).toMatchObject({ failure: { kind: "proxy" } });
  });

  it("that answers nothing ends with the deadline, and leaves no connection", async () => {
    proxy.behave("hang");
    const result = await send("https://hook.example/", { timeoutMs: 200 });
    expect(result).toMatchObject({ statusCode: null, failure: { kind: "timeout" } });
    await eventually(() => proxy.open() === 0, { what: "the connection's end" });
  });
});

describe("the address of a proxy", () => {
  it("is read with its credentials", () => {
    expect(parseProxyUrl(proxy.url)).toEqual({
      hostname: "127.0.0.1",
      port: proxy.port,
      authorization: `Basic ${Buffer.from("integrations:p@ss:wörd/%").toString("base64")}`,
    });
    expect(parseProxyUrl("http://[::1]")).toEqual({
      hostname: "::1",
      port: 80,
      authorization: null,
    });
  });

  it.each(["", "proxy:3128", "https://proxy/", "socks5://proxy:1080", "http://proxy/path"])(
    "is not %j, and the refusal repeats nothing",
    (text) => {
      const refused = text.replace("proxy", "user:hunter2@proxy");
      expect(() => parseProxyUrl(refused)).toThrow(RangeError);
      expect(() => parseProxyUrl(refused)).not.toThrow("hunter2");
    },
  );
});
