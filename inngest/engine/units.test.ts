import { describe, expect, test } from "vitest";
import { backoffMs, MAX_TRIES, nextTry } from "./backoff";
import { readConfig } from "./config";
import { cronMatches, parseCron } from "./cron-times";
import { MAX_SLEEP_MS, retryAfterMs, sleepMs } from "./protocol/duration";
import { errorBody, readResponse } from "./protocol/response";
import { canonicalBody, signature } from "./protocol/sign";
import { parseFunction, Registry } from "./registry";

describe("durations", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  test.each([
    ["", 0],
    ["1500", 1_500],
    ["90s", 90_000],
    ["1m30s", 90_000],
    ["1w2d3h4m5s", 788_645_000],
    ["250ms", 250],
    ["2026-01-01T00:01:00.000Z", 60_000],
    ["1970-01-01T00:00:00.000Z", 0],
    ["100w", MAX_SLEEP_MS],
  ])("a sleep of %j is %d ms", (text, ms) => expect(sleepMs(text, now)).toBe(ms));
  test.each(["soon", "1x", "-5s", "5 s"])("%j is no sleep", (text) => {
    expect(sleepMs(text, now)).toBeUndefined();
  });
  test.each([
    ["5", 5_000],
    ["0", 1_000],
    ["999999", 86_400_000],
    ["2026-01-01T00:00:10.000Z", 10_000],
    ["whenever", undefined],
    [undefined, undefined],
  ])("retry-after %j is %s ms", (text, ms) => expect(retryAfterMs(text, now)).toBe(ms));
});

test("the backoff is the published table in multiples of the base, and stays at its end", () => {
  const table = [0, 1, 2, 3, 4, 5, 9, 30].map((attempt) => backoffMs(attempt, 15_000, () => 0));
  expect(table.map((ms) => ms / 1_000)).toEqual([15, 30, 60, 120, 300, 600, 7_200, 7_200]);
  expect(backoffMs(0, 15_000, () => 0.999)).toBeLessThanOrEqual(30_000);
});

test("an absent app is tried for about eight minutes, a cut connection ten times", () => {
  const total = (fault: "absent" | "cut") => {
    let [tries, count, ms] = [0, 0, 0];
    for (; tries < MAX_TRIES; count++) {
      const next = nextTry(tries, fault);
      tries = next.tries;
      ms += next.delayMs;
    }
    return { count, minutes: Math.round(ms / 60_000) };
  };
  expect(total("absent")).toEqual({ count: 100, minutes: 8 });
  expect(total("cut").count).toBe(10);
});

test("a body is signed over its canonical form with the key's text after the prefix", () => {
  const body = canonicalBody({ b: 1, a: [1e21, "é"] });
  expect(body).toBe('{"a":[1e+21,"é"],"b":1}');
  expect(signature(body, "signkey-prod-ab", 1_700_000_000_000)).toBe(
    signature(body, "signkey-test-ab", 1_700_000_000_999),
  );
  expect(signature(body, "signkey-prod-ab", 1_700_000_000_000)).toMatch(
    /^t=1700000000&s=[0-9a-f]{64}$/,
  );
  expect(canonicalBody({ half: "\ud800!" })).toBe('{"half":"\ufffd!"}');
});

describe("responses", () => {
  const sdk = { "x-inngest-sdk": "inngest-js:v4" };
  const read = (status: number, body: string, headers: Record<string, string> = sdk) =>
    readResponse({ status, body, headers });
  test("from the app", () => {
    expect(read(200, '{"a":1}')).toEqual({ kind: "complete", output: '{"a":1}' });
    expect(read(200, "<html>")).toMatchObject({ kind: "error", retry: false });
    expect(read(206, '{"id":"x","op":"Sleep"}')).toMatchObject({
      kind: "ops",
      ops: [{ op: "Sleep" }],
    });
    expect(read(206, "[]")).toMatchObject({ kind: "error", retry: false });
    expect(read(201, "")).toMatchObject({ kind: "error", retry: false });
    expect(read(500, '{"message":"m"}')).toMatchObject({ kind: "error", retry: true });
    expect(read(400, '"m"', { ...sdk, "x-inngest-no-retry": "true" })).toMatchObject({
      kind: "error",
      retry: false,
    });
    expect(read(503, "{}", { ...sdk, "retry-after": "30" })).toMatchObject({
      kind: "error",
      retryAfterMs: 30_000,
    });
  });
  test.each([200, 206, 302, 401, 403, 404, 429, 502, 503, 504])(
    "%d without the SDK's header is a fault of the transport",
    (status) => expect(read(status, "", {})).toMatchObject({ kind: "unreachable" }),
  );
  test("of a crashed server count as an attempt", () => {
    expect(read(500, "Internal Server Error", {})).toMatchObject({ kind: "error", retry: true });
  });
  test("become errors with a name and a message, whatever they hold", () => {
    expect(errorBody({ name: "X", message: "m", stack: "s" })).toEqual({
      name: "X",
      message: "m",
      stack: "s",
    });
    expect(errorBody("oops\u0000", 500)).toEqual({
      name: "Error",
      message: "The app answered 500. oops",
    });
    expect(errorBody(null)).toEqual({ name: "Error", message: "Unknown error" });
  });
});

describe("cron expressions", () => {
  const matches = (expression: string, iso: string) => {
    const times = parseCron(expression);
    return times && cronMatches(times, new Date(iso));
  };
  test.each([
    ["* * * * *", "2026-03-01T00:00:00Z", true],
    ["*/15 * * * *", "2026-03-01T00:45:00Z", true],
    ["*/15 * * * *", "2026-03-01T00:46:00Z", false],
    ["30 3 * * *", "2026-03-01T03:30:00Z", true],
    ["0 9-17/4 * * 1-5", "2026-03-02T13:00:00Z", true],
    ["0 9-17/4 * * 1-5", "2026-03-01T13:00:00Z", false],
    ["0 0 1 * 1", "2026-03-02T00:00:00Z", true],
    ["0 0 * * 7", "2026-03-01T00:00:00Z", true],
    ["TZ=UTC 0 0 1,15 2 *", "2026-02-15T00:00:00Z", true],
  ])("%s at %s: %s", (expression, iso, expected) => {
    expect(matches(expression, iso)).toBe(expected);
  });
  test.each(["* * * *", "TZ=Europe/Paris 0 0 * * *", "0 0 * * MON", "60 * * * *", "*/0 * * * *"])(
    "%s is refused",
    (expression) => expect(parseCron(expression)).toBeUndefined(),
  );
});

describe("function configurations", () => {
  const config = (more: Record<string, unknown>) => ({
    id: "app-fn",
    name: "fn",
    triggers: [{ event: "e" }],
    steps: { step: { id: "step", runtime: { type: "http", url: "http://x" } } },
    ...more,
  });
  test("count attempts as retries and one", () => {
    const retries = (attempts?: number) =>
      parseFunction(
        config({ steps: { step: { runtime: { type: "http" }, retries: { attempts } } } }),
      ).maxAttempts;
    expect([retries(), retries(0), retries(3), retries(99)]).toEqual([5, 1, 4, 21]);
  });
  test.each([
    ["batchEvents", { batchEvents: { maxSize: 2, timeout: "1s" } }],
    ["debounce", { debounce: { period: "1s" } }],
    ["throttle", { throttle: { limit: 1, period: "1s" } }],
    ["rateLimit", { rateLimit: { limit: 1, period: "1s" } }],
    ["singleton", { singleton: { mode: "skip" } }],
    ["priority", { priority: { run: "1" } }],
    ["cancel", { cancel: [{ event: "x" }] }],
    ["idempotency", { idempotency: "event.data.id" }],
    ["timeouts", { timeouts: { finish: "1h" } }],
    ['"ws"', { steps: { step: { runtime: { type: "ws" } } } }],
    ["event.data.a == 1", { triggers: [{ event: "e", expression: "event.data.a == 1" }] }],
    ["@daily", { triggers: [{ cron: "@daily" }] }],
    ["inngest/function.finished", { triggers: [{ event: "inngest/function.finished" }] }],
    ["event.user.id", { concurrency: { limit: 1, key: "event.user.id" } }],
    ["account", { concurrency: { limit: 1, scope: "account" } }],
  ])("with %s are refused by that name", (name, more) => {
    expect(parseFunction(config(more)).refused).toContain(name);
  });
  test("with an empty list of cancellations are accepted", () => {
    expect(parseFunction(config({ cancel: [] })).refused).toBeUndefined();
  });
  test("give each run the values its limits count by", () => {
    const registry = new Registry();
    expect(registry.match("e", {})).toEqual({ matches: [], waiting: "registration" });
    registry.replace([
      parseFunction(config({ concurrency: [{ limit: 5 }, { limit: 2, key: "event.data.a.b" }] })),
    ]);
    expect(registry.match("e", { a: { b: "x" } }).matches).toEqual([
      { functionId: "app-fn", key1: "*", key2: '"x"' },
    ]);
    expect(registry.match("e", null).matches[0]?.key2).toBe("null");
    expect(registry.match("e", { a: { b: "x".repeat(200) } }).matches[0]?.key2).toHaveLength(64);
    expect(registry.match("other", {})).toEqual({ matches: [], waiting: "unknown" });
  });
});

describe("the configuration", () => {
  const env = {
    DATABASE_URL: "postgresql://localhost/x",
    ENGINE_PORT: "8288",
    ENGINE_SERVE_URL: "http://127.0.0.1:3000/api/inngest",
    INNGEST_EVENT_KEY: "an-event-key",
    INNGEST_SIGNING_KEY: `signkey-prod-${"ab".repeat(32)}`,
  };
  test("has sensible values for what is not set", () => {
    expect(readConfig({ ...env, ENGINE_HOST: "" })).toMatchObject({
      host: "127.0.0.1",
      port: 8_288,
      concurrency: 60,
      callTimeoutMs: 330_000,
      backoffBaseMs: 15_000,
    });
  });
  test.each([
    ["DATABASE_URL", undefined],
    ["DATABASE_URL", "mysql://secret"],
    ["ENGINE_PORT", "secret"],
    ["ENGINE_SERVE_URL", "secret"],
    ["INNGEST_EVENT_KEY", "secret"],
    ["INNGEST_SIGNING_KEY", "secret"],
    ["ENGINE_CONCURRENCY", "0"],
    ["LOG_LEVEL", "secret"],
  ])("names %s when it is %s, in one sentence without the value", (name, value) => {
    const read = () => readConfig({ ...env, [name]: value });
    expect(read).toThrow(name);
    expect(read).not.toThrow(/secret/);
    expect(read).toThrow(/^The engine can't start: [^\n]+\.$/);
  });
});
