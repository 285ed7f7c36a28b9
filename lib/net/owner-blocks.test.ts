import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classifyAddress } from "./addresses";
import { ownerBlock, parseOwnerBlock } from "./owner-blocks";
import { compileRules } from "./rules";

describe("a block that no owner can allow", () => {
  it.each([
    ["169.254.0.0/16", "link-local"],
    ["169.254.169.254", "link-local"],
    ["192.0.2.2/32", "documentation"],
    ["198.51.100.0/24", "documentation"],
    ["203.0.113.0/25", "documentation"],
    ["0.0.0.0/8", "this network"],
    ["0.0.0.0", "this network"],
    ["224.0.0.0/4", "multicast"],
    ["224.0.0.0/3", "multicast"],
    ["240.0.0.0/4", "reserved"],
    ["255.255.255.255", "broadcast"],
    ["100.100.100.200", "Alibaba"],
    ["168.63.129.16", "Azure"],
    ["192.0.0.0/24", "protocols"],
    ["::/128", "unspecified"],
    ["fe80::/10", "link-local"],
    ["fe80::1", "link-local"],
    ["ff00::/8", "multicast"],
    ["2001:db8::/32", "documentation"],
    ["2002::/16", "6to4"],
    ["fd00:ec2::254", "AWS"],
    ["4000::/3", "reserved"],
    ["::ffff:169.254.0.0/112", "link-local"],
    ["64:ff9b::a9fe:0/112", "link-local"],
  ])("%s is refused, saying why", (text, words) => {
    expect(() => parseOwnerBlock(text)).toThrow(RangeError);
    expect(() => parseOwnerBlock(text)).toThrow(text);
    expect(() => parseOwnerBlock(text)).toThrow(words);
  });

  it.each([
    "10.0.0.0/8",
    "10.1.2.3",
    "127.0.0.1",
    "::1",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "198.18.0.0/15",
    "fd00::/8",
    "fc00::/7",
    "8.8.8.0/24",
    "2606:4700::/32",
    "0.0.0.0/0",
    "::/0",
    "::ffff:10.0.0.0/104",
    "64:ff9b::/96",
  ])("%s is none", (text) => {
    expect(parseOwnerBlock(text)).toMatchObject({ text });
  });

  it("is one of which the guard lets no address through, and no other", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }), (a, b, c, d, n) => {
        const [first, last] = edges([a, b, c, d], n);
        const { isNever } = ownerBlock(`${a}.${b}.${c}.${d}/${n}`);
        const rules = compileRules([], { allowedCidrs: [`${a}.${b}.${c}.${d}/${n}`] });
        for (const ip of [first, `${a}.${b}.${c}.${d}`, last]) {
          if (isNever) expect(rules.judge(ip, ip), ip).toBeNull();
        }
        if (n === 32) expect(isNever).toBe(rules.judge(first, first) === null);
      }),
    );
  });
});

describe("a block that holds such addresses among others", () => {
  it.each([
    ["0.0.0.0/0", ["link_local", "multicast", "documentation", "cloud_platform"]],
    ["::/0", ["link_local", "multicast", "documentation", "cloud_platform"]],
    ["100.64.0.0/10", ["cloud_platform"]],
    ["fd00::/8", ["cloud_platform"]],
    ["10.0.0.0/8", []],
    ["127.0.0.0/8", []],
    ["192.168.0.0/16", []],
  ])("%s tells what stays refused", (text, classes) => {
    const { staysRefused } = ownerBlock(text);
    for (const each of classes) expect(staysRefused).toContain(each);
    if (classes.length === 0) expect(staysRefused).toEqual([]);
    for (const each of staysRefused) expect(each).not.toBe("private");
  });
});

describe("a block that opens much", () => {
  it.each([
    ["0.0.0.0/0", true],
    ["::/0", true],
    ["0.0.0.0/1", true],
    ["10.0.0.0/8", true],
    ["172.16.0.0/12", true],
    ["192.168.0.0/16", true],
    ["fc00::/7", true],
    ["fd00::/8", true],
    ["128.0.0.0/1", true],
    ["10.1.0.0/16", false],
    ["192.168.1.0/24", false],
    ["127.0.0.0/8", false],
    ["100.64.0.0/10", false],
    ["8.0.0.0/8", false],
    ["fd12:3456::/32", false],
  ])("%s opens a whole private network: %s", (text, isWide) => {
    expect(ownerBlock(text).wholeNetworks.length > 0).toBe(isWide);
  });

  it("names them", () => {
    expect(ownerBlock("0.0.0.0/0").wholeNetworks).toEqual([
      "10.0.0.0/8",
      "172.16.0.0/12",
      "192.168.0.0/16",
    ]);
    expect(ownerBlock("10.0.0.0/8").wholeNetworks).toEqual(["10.0.0.0/8"]);
  });
});

/** First and last address of a block. */
function edges(bytes: readonly number[], prefix: number): [string, string] {
  const value = bytes.reduce((all, byte) => all * 256 + byte, 0);
  const size = 2 ** (32 - prefix);
  const start = Math.floor(value / size) * size;
  const text = (n: number) =>
    [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join(".");
  expect(classifyAddress(text(start)).class).not.toBe("invalid");
  return [text(start), text(start + size - 1)];
}
