import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AddressClass, classifyAddress, isAllowed, parseCidr, parseCidrs } from "./addresses";

/** First and last address of every special block, and its neighbours outside. */
const V4: [string, AddressClass][] = [
  ["0.0.0.0", "unspecified"],
  ["0.0.0.1", "unspecified"],
  ["0.255.255.255", "unspecified"],
  ["1.0.0.0", "public"],
  ["1.1.1.1", "public"],
  ["8.8.8.8", "public"],
  ["9.255.255.255", "public"],
  ["10.0.0.0", "private"],
  ["10.1.2.3", "private"],
  ["10.255.255.255", "private"],
  ["11.0.0.0", "public"],
  ["100.63.255.255", "public"],
  ["100.64.0.0", "shared"],
  ["100.100.100.199", "shared"],
  ["100.100.100.200", "cloud_platform"],
  ["100.127.255.255", "shared"],
  ["100.128.0.0", "public"],
  ["126.255.255.255", "public"],
  ["127.0.0.0", "loopback"],
  ["127.0.0.1", "loopback"],
  ["127.1.2.3", "loopback"],
  ["127.255.255.255", "loopback"],
  ["128.0.0.0", "public"],
  ["168.63.129.15", "public"],
  ["168.63.129.16", "cloud_platform"],
  ["168.63.129.17", "public"],
  ["169.253.255.255", "public"],
  ["169.254.0.0", "link_local"],
  ["169.254.169.254", "link_local"],
  ["169.254.170.2", "link_local"],
  ["169.254.255.255", "link_local"],
  ["169.255.0.0", "public"],
  ["172.15.255.255", "public"],
  ["172.16.0.0", "private"],
  ["172.20.10.2", "private"],
  ["172.31.255.255", "private"],
  ["172.32.0.0", "public"],
  ["191.255.255.255", "public"],
  ["192.0.0.0", "reserved"],
  ["192.0.0.8", "reserved"],
  ["192.0.0.170", "reserved"],
  ["192.0.0.192", "cloud_platform"],
  ["192.0.0.255", "reserved"],
  ["192.0.1.0", "public"],
  ["192.0.2.0", "documentation"],
  ["192.0.2.255", "documentation"],
  ["192.0.3.0", "public"],
  ["192.31.196.1", "reserved"],
  ["192.52.193.1", "reserved"],
  ["192.88.99.1", "transition"],
  ["192.88.100.0", "public"],
  ["192.167.255.255", "public"],
  ["192.168.0.0", "private"],
  ["192.168.1.1", "private"],
  ["192.168.255.255", "private"],
  ["192.169.0.0", "public"],
  ["192.175.48.1", "reserved"],
  ["198.17.255.255", "public"],
  ["198.18.0.0", "benchmarking"],
  ["198.19.255.255", "benchmarking"],
  ["198.20.0.0", "public"],
  ["198.51.99.255", "public"],
  ["198.51.100.0", "documentation"],
  ["198.51.100.255", "documentation"],
  ["203.0.112.255", "public"],
  ["203.0.113.0", "documentation"],
  ["203.0.113.255", "documentation"],
  ["203.0.114.0", "public"],
  ["223.255.255.255", "public"],
  ["224.0.0.0", "multicast"],
  ["224.0.0.251", "multicast"],
  ["239.255.255.255", "multicast"],
  ["240.0.0.0", "reserved"],
  ["254.0.0.1", "reserved"],
  ["255.255.255.254", "reserved"],
  ["255.255.255.255", "broadcast"],
];

const V6: [string, AddressClass][] = [
  ["::", "unspecified"],
  ["0:0:0:0:0:0:0:0", "unspecified"],
  ["::0", "unspecified"],
  ["::1", "loopback"],
  ["0:0:0:0:0:0:0:1", "loopback"],
  ["0000:0000:0000:0000:0000:0000:0000:0001", "loopback"],
  ["::0.0.0.1", "loopback"],
  ["::2", "transition"],
  ["::127.0.0.1", "transition"],
  ["::7f00:1", "transition"],
  ["::169.254.169.254", "transition"],
  ["::8.8.8.8", "transition"],
  ["::ffff:127.0.0.1", "loopback"],
  ["::ffff:7f00:1", "loopback"],
  ["::FFFF:7F00:0001", "loopback"],
  ["0:0:0:0:0:ffff:127.0.0.1", "loopback"],
  ["0:0:0:0:0:ffff:7f00:1", "loopback"],
  ["::ffff:0.0.0.0", "unspecified"],
  ["::ffff:10.0.0.1", "private"],
  ["::ffff:a00:1", "private"],
  ["::ffff:172.16.0.1", "private"],
  ["::ffff:192.168.0.1", "private"],
  ["::ffff:c0a8:1", "private"],
  ["::ffff:169.254.169.254", "link_local"],
  ["::ffff:a9fe:a9fe", "link_local"],
  ["::ffff:100.64.0.1", "shared"],
  ["::ffff:224.0.0.1", "multicast"],
  ["::ffff:255.255.255.255", "broadcast"],
  ["::ffff:8.8.8.8", "public"],
  ["::ffff:0:127.0.0.1", "transition"],
  ["::ffff:0:8.8.8.8", "transition"],
  ["::ffff:0:0:1", "transition"],
  ["::fffe:0:0:1", "reserved"],
  ["::1:0:0", "reserved"],
  ["1::", "reserved"],
  ["64:ff9b::127.0.0.1", "loopback"],
  ["64:ff9b::7f00:1", "loopback"],
  ["64:ff9b::a9fe:a9fe", "link_local"],
  ["64:ff9b::10.0.0.1", "private"],
  ["64:ff9b::8.8.8.8", "public"],
  ["64:ff9b:0:0:0:1:808:808", "reserved"],
  ["64:ff9b:1::", "transition"],
  ["64:ff9b:1::8.8.8.8", "transition"],
  ["64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "transition"],
  ["64:ff9b:2::", "reserved"],
  ["100::", "reserved"],
  ["100::1", "reserved"],
  ["100::ffff:ffff:ffff:ffff", "reserved"],
  ["100:0:0:1::1", "reserved"],
  ["1fff:ffff::1", "reserved"],
  ["2001::", "transition"],
  ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "transition"],
  ["2001:1::1", "reserved"],
  ["2001:2::1", "benchmarking"],
  ["2001:3::1", "reserved"],
  ["2001:4:112::1", "reserved"],
  ["2001:10::1", "reserved"],
  ["2001:20::1", "reserved"],
  ["2001:30::1", "reserved"],
  ["2001:1ff:ffff::1", "reserved"],
  ["2001:200::1", "public"],
  ["2001:4860:4860::8888", "public"],
  ["2001:db7:ffff::1", "public"],
  ["2001:db8::", "documentation"],
  ["2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "documentation"],
  ["2001:db9::", "public"],
  ["2001:ffff:ffff::1", "public"],
  ["2002::", "transition"],
  ["2002:7f00:1::1", "transition"],
  ["2002:a00:1::", "transition"],
  ["2002:a9fe:a9fe::", "transition"],
  ["2002:c0a8:101::1", "transition"],
  ["2002:808:808::1", "transition"],
  ["2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "transition"],
  ["2003::1", "public"],
  ["2400:cb00::1", "public"],
  ["2606:4700:4700::1111", "public"],
  ["2606:4700::5efe:10.0.0.1", "private"],
  ["2606:4700::200:5efe:127.0.0.1", "loopback"],
  ["2606:4700::5efe:8.8.8.8", "public"],
  ["2620:4f:8000::1", "reserved"],
  ["2a00:1450:4001:81b::200e", "public"],
  ["3ffe::1", "public"],
  ["3fff::1", "documentation"],
  ["3fff:fff:ffff::1", "documentation"],
  ["3fff:1000::1", "public"],
  ["4000::1", "reserved"],
  ["5f00::1", "reserved"],
  ["8000::1", "reserved"],
  ["fbff::1", "reserved"],
  ["fc00::", "private"],
  ["fd00:ec2::254", "cloud_platform"],
  ["::ffff:100.100.100.200", "cloud_platform"],
  ["fd20:ce::254", "cloud_platform"],
  ["fd00:ec3::1", "private"],
  ["fd12:3456:789a::1", "private"],
  ["fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "private"],
  ["fe00::1", "reserved"],
  ["fe7f:ffff::1", "reserved"],
  ["fe80::", "link_local"],
  ["fe80::1", "link_local"],
  ["fe80::5efe:8.8.8.8", "link_local"],
  ["fe90::1", "link_local"],
  ["feaf::1", "link_local"],
  ["febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link_local"],
  ["fec0::1", "private"],
  ["feff::1", "private"],
  ["ff00::", "multicast"],
  ["ff02::1", "multicast"],
  ["ff0e::1", "multicast"],
  ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast"],
];

/** Spellings that different parsers read differently: never an address here. */
const INVALID = [
  "",
  " ",
  "localhost",
  "127.1",
  "127.0.1",
  "2130706433",
  "0x7f.0.0.1",
  "0x7f000001",
  "0177.0.0.1",
  "127.0.0.01",
  "08.8.8.8",
  "8.8.8.8.",
  "8.8.8",
  "8.8.8.8.8",
  "256.1.1.1",
  "1.2.3.-4",
  "1.2.3.4 ",
  " 1.2.3.4",
  "1.2.3.4\n",
  "１.1.1.1",
  "1.1.1.1/32",
  "1.1.1.1:80",
  "[::1]",
  "[2606:4700::1]",
  "::1%lo",
  "fe80::1%eth0",
  "2606:4700::1%25eth0",
  ":::",
  "1:2:3",
  "::ffff:256.1.1.1",
  "2606:4700::1/64",
  "g::1",
];

describe("classifyAddress", () => {
  it.each(V4)("takes %s for %s", (ip, expected) => {
    expect(classifyAddress(ip).class).toBe(expected);
  });

  it.each(V6)("takes %s for %s", (ip, expected) => {
    expect(classifyAddress(ip).class).toBe(expected);
  });

  it.each(INVALID)("takes %j for no address at all, and refuses it", (text) => {
    expect(classifyAddress(text).class).toBe("invalid");
    expect(isAllowed(text, parseCidrs(["0.0.0.0/0", "::/0"]))).toBe(false);
  });

  it.each([
    ["::ffff:a9fe:a9fe", "169.254.169.254"],
    ["::127.0.0.1", "127.0.0.1"],
    ["::ffff:0:127.0.0.1", "127.0.0.1"],
    ["64:ff9b::7f00:1", "127.0.0.1"],
    ["2002:c0a8:101::1", "192.168.1.1"],
    ["2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.0.2.45"],
    ["2606:4700::5efe:10.0.0.1", "10.0.0.1"],
    ["2606:4700::1111", null],
    ["8.8.8.8", null],
  ])("shows the IPv4 address inside %s", (ip, inner) => {
    expect(classifyAddress(ip).embeddedIpv4).toBe(inner);
  });

  it("judges an IPv4 address the same when it is mapped or translated", () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => {
        const [a = 0, b = 0, c = 0, d = 0] = ip.split(".").map(Number);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        const expected = classifyAddress(ip).class;
        for (const form of [`::ffff:${ip}`, `::ffff:${hex}`, `64:ff9b::${hex}`]) {
          expect(classifyAddress(form).class).toBe(expected);
        }
      }),
    );
  });

  it("finds nothing public outside 2000::/3 but what leads to public IPv4", () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const info = classifyAddress(ip);
        if (info.class !== "public" || info.embeddedIpv4 !== null) return;
        expect(Number.parseInt(ip.split(":")[0] ?? "", 16) >> 13).toBe(1);
      }),
    );
  });
});

describe("isAllowed", () => {
  it("lets public addresses through and nothing else when nothing is allowed", () => {
    for (const [ip, expected] of [...V4, ...V6]) {
      expect(isAllowed(ip, []), ip).toBe(expected === "public");
    }
  });

  it.each([
    ["127.0.0.1", ["127.0.0.0/8"], true],
    ["::ffff:127.0.0.1", ["127.0.0.0/8"], true],
    ["::1", ["127.0.0.0/8"], false],
    ["::1", ["::1/128"], true],
    ["10.1.2.3", ["10.1.2.3"], true],
    ["10.1.2.4", ["10.1.2.3"], false],
    ["10.1.2.4", ["10.1.2.3/31"], false],
    ["10.1.2.2", ["10.1.2.3/31"], true],
    ["64:ff9b::a00:1", ["10.0.0.0/8"], false],
    ["64:ff9b::a00:1", ["64:ff9b::/96"], true],
    ["fd00::1", ["fd00::/8"], true],
    ["fc00::1", ["fd00::/8"], false],
    ["169.254.169.254", ["0.0.0.0/0"], true],
    ["::1", ["0.0.0.0/0"], false],
  ] as const)("%s with %j: %s", (ip, cidrs, expected) => {
    expect(isAllowed(ip, parseCidrs(cidrs))).toBe(expected);
  });
});

describe("parseCidrs", () => {
  it("reads the form of the environment variable", () => {
    const cidrs = parseCidrs(" 127.0.0.0/8, ::1/128\n10.0.0.7 ,,");
    expect(cidrs.map((cidr) => [cidr.text, cidr.family, cidr.prefixLength])).toEqual([
      ["127.0.0.0/8", 4, 8],
      ["::1/128", 6, 128],
      ["10.0.0.7", 4, 32],
    ]);
  });

  it.each(["10.0.0.0/33", "10/8", "::/129", "10.0.0.0/", "10.0.0.0/8/8", "10.0.0.0/-1", "x/8"])(
    "names %j as wrong",
    (text) => {
      expect(() => parseCidr(text)).toThrow(text);
    },
  );
});
