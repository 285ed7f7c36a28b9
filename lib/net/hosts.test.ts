import { describe, expect, it } from "vitest";
import { bareHost, isLoopbackName, matchesHost, parseHostPattern } from "./hosts";

describe("a host that is allowed", () => {
  it.each([
    ["erp.internal", "erp.internal", true],
    ["ERP.Internal.", "erp.internal", true],
    ["erp.internal", "x.erp.internal", false],
    ["erp.internal", "erp.internal.example.com", false],
    ["erp.internal", "notaerp.internal", false],
    ["erp", "erp", true],
    ["_hook.erp.internal", "_hook.erp.internal", true],
    ["*.corp.example", "a.corp.example", true],
    ["*.corp.example", "a.b.corp.example", true],
    ["*.corp.example", "corp.example", false],
    ["*.corp.example", "evilcorp.example", false],
    ["münchen.example", "xn--mnchen-3ya.example", true],
    ["xn--mnchen-3ya.example", "xn--mnchen-3ya.example", true],
  ])("%s covers %s: %s", (text, host, expected) => {
    expect(matchesHost(bareHost(host), [parseHostPattern(text)])).toBe(expected);
  });

  it.each([
    "",
    "*",
    "*.",
    "*.*.example",
    "a.*.example",
    "10.0.0.1",
    "*.10.0.0.1",
    "2130706433",
    "0x7f.1",
    "[::1]",
    "::1",
    "http://erp.internal",
    "erp.internal:8080",
    "erp.internal/path",
    "user@erp.internal",
    "erp internal",
    "-erp.internal",
    "erp..internal",
    "a%2e",
    "x".repeat(64),
  ])("is not %j", (text) => {
    expect(() => parseHostPattern(text)).toThrow(RangeError);
  });
});

it.each([
  ["localhost", true],
  ["a.localhost", true],
  ["ip6-loopback", true],
  ["localhost.example", false],
  ["notlocalhost", false],
])("%s is a name of this machine: %s", (host, expected) => {
  expect(isLoopbackName(host)).toBe(expected);
});
