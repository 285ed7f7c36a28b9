import { describe, expect, it } from "vitest";
import { trustedProxies } from "./trusted-proxies.mjs";

describe("whose X-Forwarded-For is believed", () => {
  it.each([
    [undefined, "127.0.0.1", true],
    [undefined, "::1", true],
    [undefined, "::ffff:127.0.0.1", true],
    ["  ", "127.0.0.1", true],
    [undefined, "10.0.0.7", false],
    ["10.0.0.0/8", "10.0.0.7", true],
    ["10.0.0.0/8", "::ffff:10.0.0.7", true],
    // Setting it replaces the default, as WEBHOOK_ALLOWED_CIDRS does.
    ["10.0.0.0/8", "127.0.0.1", false],
    ["10.0.0.7, 2001:db8::/32", "10.0.0.7", true],
    ["10.0.0.7, 2001:db8::/32", "10.0.0.8", false],
    ["10.0.0.7, 2001:db8::/32", "2001:db8::1", true],
    [undefined, undefined, false],
    [undefined, "no address", false],
  ])("TRUSTED_PROXIES %j and a peer at %j: %j", (cidrs, peer, expected) => {
    expect(trustedProxies(cidrs)(peer)).toBe(expected);
  });
});
