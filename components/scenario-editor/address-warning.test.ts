import { expect, test } from "vitest";
import { send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { addressWarning, firstAddressWarning, type NetworkSettings } from "./address-warning";

const outgoing = { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] };
const settings = (...allowedCidrs: string[]): NetworkSettings => ({
  appUrl: "http://localhost:3000",
  network: { allowedCidrs },
  preferences: { outgoing },
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

test("sends nobody to Settings for what no owner can allow", () => {
  expect(addressWarning("http://169.254.169.254/", settings())).toContain("can't be allowed in");
  expect(addressWarning("http://10.0.0.1/", settings())).toContain("An owner can allow it in");
  expect(addressWarning("http://localhost/", settings())).toContain("An owner can allow it in");
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

test("warns of what an owner has not allowed, and of nothing that one has", () => {
  const by = (chosen: Partial<NetworkSettings["preferences"]["outgoing"]>): NetworkSettings => ({
    ...settings(),
    preferences: { outgoing: { ...outgoing, ...chosen } },
  });
  expect(addressWarning("http://example.com/", by({ httpsOnly: true }))).toContain("https://");
  expect(addressWarning("https://example.com/", by({ allowedPorts: ["8443"] }))).toContain("443");
  expect(addressWarning("https://example.com:6379/", settings())).toContain("Redis");
  expect(addressWarning("http://10.0.0.1/", by({ allowedCidrs: ["10.0.0.0/8"] }))).toBeNull();
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
