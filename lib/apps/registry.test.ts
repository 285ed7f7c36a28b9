import { expect, test } from "vitest";
import { z } from "zod";
import { apps, getAppOfOperation, getOperation } from "./registry";
import { secretKeyPathsOf } from "./secrets";
import { getOperationServer, triggersOfEvent } from "./server";

const operations = apps.flatMap((app) => app.operations);
const send = getOperation("webhooks.send");
const messages = (config: unknown) => {
  const result = send?.config.safeParse(config);
  return result?.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
};
const webhookUrl = "https://example.com/hook";

test("keys are unique and begin with their app's key", () => {
  expect(new Set(operations.map(({ key }) => key)).size).toBe(operations.length);
  expect(new Set(apps.map(({ key }) => key)).size).toBe(apps.length);
  for (const app of apps) {
    for (const { key } of app.operations) {
      expect(key.startsWith(`${app.key}.`)).toBe(true);
      expect(getAppOfOperation(key)).toBe(app);
    }
  }
});

test.each(operations)(
  "$key: sample parses, every field has a control, JSON Schema exists",
  (op) => {
    expect(op.output.safeParse(op.sample).success).toBe(true);
    const schema = z.toJSONSchema(op.config, { io: "input" });
    expect(Object.keys(schema.properties ?? {}).sort()).toEqual(Object.keys(op.ui).sort());
  },
);

test.each(operations)("$key has its server half", ({ key, kind }) => {
  expect(getOperationServer(key)?.kind).toBe(kind);
});

test("an event finds the triggers it starts", () => {
  expect(triggersOfEvent("order.created")).toEqual(["traderlaunchpad.orderCreated"]);
  expect(triggersOfEvent("order.deleted")).toEqual([]);
});

test("defaults are the specification's", () => {
  expect(send?.config.parse({ webhookUrl })).toEqual({ webhookUrl, retryAttempts: 3, timeout: 30 });
  expect(getOperation("traderlaunchpad.orderCreated")?.config.parse({})).toEqual({
    triggerType: "orderCreated",
    enabled: true,
  });
});

test.each([
  [{}, "webhookUrl: Enter the address to send to."],
  [
    { webhookUrl: "ftp://example.com" },
    "webhookUrl: The address has to start with https:// or http://.",
  ],
  [{ webhookUrl, timeout: 4 }, "timeout: Timeout must be between 5 and 300."],
  [{ webhookUrl, timeout: 301 }, "timeout: Timeout must be between 5 and 300."],
  [{ webhookUrl, timeout: 5.5 }, "timeout: Timeout must be between 5 and 300 and a whole number."],
  [{ webhookUrl, timeout: "30" }, "timeout: Timeout must be between 5 and 300 and a whole number."],
  [{ webhookUrl, retryAttempts: 6 }, "retryAttempts: Retry attempts must be between 0 and 5."],
  [{ webhookUrl, retryAttempts: -1 }, "retryAttempts: Retry attempts must be between 0 and 5."],
  [{ webhookUrl, secret: "" }, "secret: Enter a secret."],
  [{ webhookUrl, secret: 5 }, "secret: Enter a secret."],
  [{ webhookUrl, headers: { "X-A": 5 } }, "headers.X-A: A header value has to be text."],
  [{ webhookUrl, headers: { "a b": "c" } }, /^headers\.a b: A header name may only/],
  [{ webhookUrl, headers: { Host: "c" } }, /^headers\.Host: Host is set by the sender/],
  [
    { webhookUrl, headers: { "X-A": "1", "x-a": "2" } },
    "headers.x-a: The header x-a is given twice.",
  ],
  [
    { webhookUrl, headers: ["a"] },
    "headers: Headers have to be an object of names and text values.",
  ],
  [
    {
      webhookUrl,
      headers: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`X-${i}`, ""])),
    },
    "headers: A webhook may have 50 headers of its own at most.",
  ],
  [{ webhookUrl, retryOn: [404] }, "retryOn.0: Only 408, 425, 429 can be chosen."],
  [{ webhookUrl, colour: "red" }, /colour/],
])("refuses %j", (config, message) => {
  expect(messages(config)).toEqual([expect.stringMatching(message)]);
});

test("takes the specification's example of a webhook", () => {
  const headers = { Authorization: "Bearer your-token", "Content-Type": "application/json" };
  const secret = "your-webhook-secret";
  expect(messages({ webhookUrl, secret, headers, retryAttempts: 3, timeout: 30 })).toEqual([]);
});

test("takes a secret reference in place of a value", () => {
  const secret = { $secret: "sec_01kay5q3m8" };
  expect(messages({ webhookUrl, secret, headers: { Authorization: secret } })).toEqual([]);
  expect(messages({ webhookUrl, secret: { $secret: "other" } })).toHaveLength(1);
});

test("secret paths: the secret, sensitive headers, and references", () => {
  expect(secretKeyPathsOf("webhooks.send", { webhookUrl })).toEqual([]);
  const headers = { Authorization: "Bearer x", "X-Shop": "1", "X-Own": { $secret: "sec_1" } };
  expect(secretKeyPathsOf("webhooks.send", { webhookUrl, secret: "s", headers })).toEqual([
    ["secret"],
    ["headers", "Authorization"],
    ["headers", "X-Own"],
  ]);
});
