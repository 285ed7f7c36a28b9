import { describe, expect, it } from "vitest";
import { clientOf, trustedProxies } from "./trusted-proxies.mjs";

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

describe("who a request comes from", () => {
  it.each([
    // Whoever comes directly is who they are, whatever they claim.
    ["203.0.113.7", "198.51.100.1", "203.0.113.7"],
    ["203.0.113.7", undefined, "203.0.113.7"],
    ["::ffff:203.0.113.7", "198.51.100.1", "203.0.113.7"],
    // A proxy tells its client; what stands before came with the request.
    ["10.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"],
    ["10.0.0.1", "<script>, 198.51.100.1", "198.51.100.1"],
    ["::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"],
    ["10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"],
    // Of several trusted hops each tells the one before.
    ["10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.3, 10.0.0.2", "198.51.100.1"],
    ["10.0.0.1", "198.51.100.1,10.0.0.2", "198.51.100.1"],
    // Requests from within, of which all hops are trusted.
    ["10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
    // What is no address ends what is known.
    ["10.0.0.1", "198.51.100.1, unknown", "10.0.0.1"],
    ["10.0.0.1", "198.51.100.1, unknown, 10.0.0.2", "10.0.0.2"],
    ["10.0.0.1", "", "10.0.0.1"],
    ["10.0.0.1", undefined, "10.0.0.1"],
    // With ports, as some proxies write them.
    ["10.0.0.1", "198.51.100.1:49152", "198.51.100.1"],
    ["10.0.0.1", "[2001:db8::1]:49152, 10.0.0.2:80", "2001:db8::1"],
    ["10.0.0.1", "[2001:db8::1]", "2001:db8::1"],
    [undefined, "198.51.100.1", undefined],
  ])("a peer at %j that forwards for %j: %j", (peer, forwardedFor, expected) => {
    expect(clientOf(peer, forwardedFor, trustedProxies("10.0.0.0/8"))).toBe(expected);
  });
});
