import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  checkHeaderName,
  checkHeaderValue,
  checkOutgoingHeaders,
  checkSecret,
  checkWebhookUrl,
  isSensitiveHeader,
  RETRY_ATTEMPTS_DEFAULT,
  RETRY_ATTEMPTS_MAX,
  RETRY_ATTEMPTS_MIN,
  TIMEOUT_SECONDS_DEFAULT,
  TIMEOUT_SECONDS_MAX,
  TIMEOUT_SECONDS_MIN,
} from "./rules";
import { PRODUCT_VERSION } from "./version";

it("keeps the specification's limits and defaults", () => {
  expect([RETRY_ATTEMPTS_MIN, RETRY_ATTEMPTS_MAX, RETRY_ATTEMPTS_DEFAULT]).toEqual([0, 5, 3]);
  expect([TIMEOUT_SECONDS_MIN, TIMEOUT_SECONDS_MAX, TIMEOUT_SECONDS_DEFAULT]).toEqual([5, 300, 30]);
});

it("names the version of package.json", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(PRODUCT_VERSION).toBe(version);
});

it.each(["rules.ts", "failures.ts", "schedule.ts", "version.ts"])(
  "%s imports nothing, so that the browser can use it",
  (file) => {
    expect(readFileSync(`lib/webhooks/${file}`, "utf8")).not.toMatch(/^import /m);
  },
);

describe("checkHeaderName", () => {
  it.each([
    "Host",
    "host",
    "HOST",
    "Content-Length",
    "content-LENGTH",
    "Transfer-Encoding",
    "Connection",
    "Keep-Alive",
    "Upgrade",
    "TE",
    "Trailer",
    "Expect",
    "Proxy-Authorization",
    "proxy-connection",
    "Content-Encoding",
    "Accept-Encoding",
    "Webhook-Id",
    "webhook-timestamp",
    "Webhook-Signature",
    "X-Webhook-Signature",
    "x-webhook-id",
    "X-WEBHOOK-ANYTHING",
  ])("refuses %s, which the sender sets itself", (name) => {
    expect(checkHeaderName(name)).toContain("set by the sender itself");
  });

  it.each([
    "",
    " ",
    " X-A",
    "X-A ",
    "X A",
    "X:A",
    "X-Ä",
    "X\r\nY",
    "X\0",
    "(x)",
    "x".repeat(129),
    5,
    null,
  ])("refuses %j as a name", (name) => {
    expect(checkHeaderName(name)).toMatch(/./);
  });

  it.each([
    "Authorization",
    "Content-Type",
    "User-Agent",
    "X-Api-Key",
    "X-Shop",
    "x_y.z~1",
    "Accept",
  ])("accepts %s", (name) => {
    expect(checkHeaderName(name)).toBeNull();
  });
});

describe("checkHeaderValue", () => {
  it.each([
    "a\r\nX: 1",
    "a\nb",
    "a\rb",
    "a\0b",
    "\u007f",
    "\u0085x",
    "عبدالله",
    "😀",
    "“quoted”",
    " a",
    "a ",
    "x".repeat(8193),
    5,
    null,
    undefined,
    ["a"],
  ])("refuses %j", (value) => {
    expect(checkHeaderValue(value)).toMatch(/\.$/);
  });

  it.each(["", "Bearer abc.def", "a\tb", "Zoë", "x".repeat(8192)])("accepts %j", (value) => {
    expect(checkHeaderValue(value)).toBeNull();
  });
});

it("checkOutgoingHeaders permits ours and refuses what only the client may set", () => {
  expect(checkOutgoingHeaders({ "X-Webhook-Id": "dlv_1", "webhook-id": "dlv_1" })).toBeNull();
  expect(checkOutgoingHeaders({ "Transfer-Encoding": "chunked" })).toContain("Transfer-Encoding");
  expect(checkOutgoingHeaders({ "user-agent": "a", "User-Agent": "b" })).toContain("given twice");
});

describe("checkWebhookUrl", () => {
  it.each([
    ["", "Enter"],
    [null, "Enter"],
    [" https://example.com", "Remove the space"],
    ["https://example.com/a b", "spaces"],
    ["https://example.com/a\tb", "spaces"],
    ["ftp://example.com", "https://"],
    ["file:///etc/passwd", "https://"],
    ["javascript:alert(1)", "https://"],
    ["example.com/hook", "https://"],
    ["https:/example.com", "https://"],
    ["https://", "complete"],
    ["https://exa mple", "spaces"],
    ["https://[::1", "complete"],
    ["https://user:p%40ss@example.com/", "Authorization header"],
    ["https://example.com:0/", "Port 0"],
    [`https://example.com/${"x".repeat(4096)}`, "4096"],
  ])("refuses %j", (url, words) => {
    expect(checkWebhookUrl(url)).toContain(words);
  });

  it.each([
    "https://your-service.com/webhook",
    "http://127.0.0.1:3000/",
    "HTTPS://EXAMPLE.COM",
    "https://münchen.example/hook?x=1#part",
  ])("accepts %s", (url) => {
    expect(checkWebhookUrl(url)).toBeNull();
  });
});

describe("checkSecret", () => {
  it.each([
    [" whsec_abcd\n", "before or after"],
    ["secret ", "before or after"],
    ["\u00a0secret", "before or after"],
    ["\ufeffsecret", "before or after"],
    ["sec\nret", "line breaks"],
    ["sec\0ret", "line breaks"],
    ["zero\u200bwidth", "line breaks"],
    ["", "Enter"],
    [undefined, "Enter"],
    ["x".repeat(513), "512"],
    ["\ud83d", "half a character"],
    ["whsec_", "base64"],
    ["whsec_abc", "base64"],
    ["whsec_abc-_def", "base64"],
    ["whsec_ab=d", "base64"],
  ])("refuses %j", (secret, words) => {
    expect(checkSecret(secret)).toContain(words);
  });

  it.each([
    "your-webhook-secret",
    "a",
    "two words",
    "ключ🔑",
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  ])("accepts %j", (secret) => {
    expect(checkSecret(secret)).toBeNull();
  });
});

describe("isSensitiveHeader", () => {
  it.each([
    "Authorization",
    "authorization",
    "Proxy-Authorization",
    "Cookie",
    "Set-Cookie",
    "X-Api-Key",
    "x-api-key",
    "APIToken",
    "ApiKey",
    "api_key",
    "X-Functions-Key",
    "Ocp-Apim-Subscription-Key",
    "X-Auth",
    "X-Auth-Token",
    "X-Access-Token",
    "Client-Secret",
    "X-Password",
    "X-Hub-Signature",
    "X-Session-Id",
    "X-Amz-Security-Token",
  ])("hides %s", (name) => {
    expect(isSensitiveHeader(name)).toBe(true);
  });

  it.each([
    "Content-Type",
    "User-Agent",
    "X-Webhook-Signature",
    "webhook-signature",
    "X-Webhook-Id",
    "X-Author",
    "X-Keyword",
    "Keep-Alive",
    "Accept",
    "X-Design",
  ])("shows %s", (name) => {
    expect(isSensitiveHeader(name)).toBe(false);
  });
});
