import { expect, test } from "vitest";
import { send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { addressWarning, firstAddressWarning } from "./address-warning";

const settings = (...allowedCidrs: string[]) => ({
  appUrl: "http://localhost:3000",
  network: { host: "0.0.0.0", allowedCidrs, loopbackAllowed: false },
});

test.each([
  "http://10.0.0.1/",
  "http://169.254.169.254/latest",
  "http://[::ffff:10.0.0.1]/",
  "http://2130706433/",
  "http://localhost./hook",
])("warns of %s", (url) => {
  expect(addressWarning(url, settings())).toMatch(/^This instance will not send there/);
});

test.each([
  "https://example.com/",
  "https://93.184.216.34/",
  "http://localhost:3000/in/token",
  "half typed",
  "",
  undefined,
])("says nothing about %s", (url) => {
  expect(addressWarning(url, settings())).toBeNull();
});

test("says nothing about what the operator allows, or before the settings are known", () => {
  expect(addressWarning("http://10.0.0.1/", settings("10.0.0.0/8"))).toBeNull();
  expect(addressWarning("http://10.0.0.1/", null)).toBeNull();
});

test("of a node, the address in whichever setting is one is judged", () => {
  const node = { ...send("a"), config: { webhookUrl: "http://10.0.0.1/" } };
  expect(firstAddressWarning(node, settings())).toBe(
    addressWarning("http://10.0.0.1/", settings()),
  );
  expect(firstAddressWarning(send("a"), settings())).toBeNull();
  expect(firstAddressWarning(trigger("t"), settings())).toBeNull();
  const unknown = { ...node, operation: "gone.send" };
  expect(firstAddressWarning(unknown, settings())).toBeNull();
});
