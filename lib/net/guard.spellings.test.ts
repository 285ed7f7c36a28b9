import { describe, expect, it } from "vitest";
import { createAddressGuard } from "./guard";

/** One of every special block, and the cloud's own. */
const SPECIAL = [
  ..."0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.254 100.64.0.1 100.100.100.200 127.0.0.1 127.1.2.3".split(
    " ",
  ),
  ..."168.63.129.16 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.254 192.0.0.1".split(" "),
  ..."192.0.0.192 192.0.2.1 192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1".split(
    " ",
  ),
  ..."198.18.0.1 198.19.255.254 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.250".split(" "),
  ..."240.0.0.1 255.255.255.255".split(" "),
];

const wide = (text: string) =>
  text.replace(/[0-9a-z.]/g, (char) =>
    char === "." ? "。" : String.fromCodePoint((char.codePointAt(0) ?? 0) + 0xfee0),
  );
const percent = (text: string) =>
  [...text].map((char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
const circled = (text: string) =>
  text.replace(/\d/g, (digit) =>
    String.fromCodePoint(digit === "0" ? 0x24ea : 0x245f + Number(digit)),
  );

/** Every way in which WHATWG URL takes an IPv4 address. */
function spellings(ip: string): string[] {
  const parts = ip.split(".").map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  const whole = ((a * 256 + b) * 256 + c) * 256 + d;
  const tail3 = (b * 256 + c) * 256 + d;
  const tail2 = c * 256 + d;
  const octal = (n: number) => `0${n.toString(8)}`;
  const hex = (n: number) => `0x${n.toString(16)}`;
  const groups = `${(a * 256 + b).toString(16)}:${tail2.toString(16)}`;
  return [
    ip,
    `${ip}.`,
    String(whole),
    `${whole}.`,
    hex(whole),
    hex(whole).toUpperCase(),
    octal(whole),
    `0x${whole.toString(16).padStart(12, "0")}`,
    `${a}.${tail3}`,
    `${a}.${b}.${tail2}`,
    `${hex(a)}.${tail3}`,
    `${octal(a)}.${b}.${hex(tail2)}`,
    parts.map(octal).join("."),
    parts.map(hex).join("."),
    parts.map((n) => `00000${n.toString(8)}`).join("."),
    `${hex(a)}.${octal(b)}.${c}.${hex(d)}`,
    wide(ip),
    wide(hex(whole)),
    circled(ip),
    ip.replaceAll(".", "｡"),
    percent(ip),
    ip.replaceAll(".", "%2e"),
    percent(String(whole)),
    `\u00ad${ip}`,
    `[::ffff:${ip}]`,
    `[::ffff:${groups}]`,
    `[0:0:0:0:0:FFFF:${groups.toUpperCase()}]`,
    `[::${groups}]`,
    `[::ffff:0:${ip}]`,
    `[64:ff9b::${ip}]`,
    `[64:ff9b:1::${groups}]`,
    `[2002:${groups}::1]`,
    `[2606:4700::5efe:${ip}]`,
  ];
}

/** IPv6 blocks, each by its first and its last address and one in between. */
const SPECIAL_V6 = [
  ...":: ::1 0:0:0:0:0:0:0:1 0000:0000:0000:0000:0000:0000:0000:0001 ::2 ::ffff:0:1".split(" "),
  ..."64:ff9b:1:: 64:ff9b:1:ffff:ffff:ffff:ffff:ffff 100:: 100::ffff:ffff:ffff:ffff".split(" "),
  ..."100:0:0:1:: 2001:: 2001:0:ffff:ffff:ffff:ffff:ffff:ffff 2001:1::1 2001:2:: 2001:3::".split(
    " ",
  ),
  ..."2001:4:112:: 2001:10::1 2001:20:: 2001:30:: 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff".split(
    " ",
  ),
  ..."2001:db8:: 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff 2002:: 2002:808:808::1".split(" "),
  ..."2620:4f:8000::1 3fff:: 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff 4000::1 5f00::".split(" "),
  ..."5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff 8000::1 fc00:: fd00::1 fd00:ec2::254".split(" "),
  ..."fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff fe00::1 fe80:: fe80::1 FE80::0001".split(" "),
  ..."febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff fec0:: feff::1 ff00:: ff02::1 ff0e::1".split(" "),
  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];

/** How the host of an address is hidden from a careless reader. */
const TRICKS: [string, (host: string) => string][] = [
  ["plain", (host) => `http://${host}/`],
  ["with a port", (host) => `https://${host}:8443/hook`],
  ["in capitals", (host) => `HTTP://${host}/`],
  ["behind a public name as user", (host) => `http://example.com@${host}/`],
  ["behind a public name and password", (host) => `http://example.com:443@${host}/`],
  ["behind two at signs", (host) => `http://a@example.com@${host}/`],
  ["with backslashes", (host) => `http:\\\\${host}\\example.com`],
  ["without slashes", (host) => `http:${host}`],
  ["with many slashes", (host) => `http:////${host}//example.com`],
  ["with a tab inside", (host) => `ht\ttp://${host}/`],
  ["before a fragment", (host) => `http://${host}#@example.com/`],
  ["before a query", (host) => `http://${host}?@example.com/`],
];

/** A host alone in brackets, or as an IPv4 spelling, is never asked a resolver for. */
const guard = createAddressGuard({
  allowedCidrs: [],
  lookup: async (hostname) => {
    throw new Error(`asked for ${hostname}`);
  },
});

const cases = [...SPECIAL.flatMap(spellings), ...SPECIAL_V6.map((ip) => `[${ip}]`)];

describe(`${cases.length} spellings of special addresses`, () => {
  it("are more than two hundred", () => {
    expect(new Set(cases).size).toBeGreaterThan(800);
  });

  it.each(cases)("http://%s/ is refused, and connects to nothing", async (host) => {
    const url = `http://${host}/`;
    expect(guard.checkUrl(url)).toMatchObject({ ok: false, code: "blocked_address" });
    await expect(guard.resolve(new URL(url).hostname)).rejects.toMatchObject({
      kind: "blocked_address",
    });
  });

  it.each(TRICKS)("are seen %s", (_name, hide) => {
    for (const host of ["127.0.0.1", "2852039166", "0x7f.1", "[::ffff:a9fe:a9fe]", "localhost"]) {
      const check = guard.checkUrl(hide(host));
      expect([hide(host), check.ok]).toEqual([hide(host), false]);
    }
  });

  it.each(["[fe80::1%eth0]", "[fe80::1%25eth0]", "[::1%25lo]", "[2606:4700::1%25eth0]"])(
    "%s, with a zone, is no address",
    (host) => {
      expect(guard.checkUrl(`http://${host}/`)).toMatchObject({ ok: false, code: "invalid_url" });
    },
  );

  it.each(["127.0.0.1.example.com", "0x7f.example", "10.0.0.1.nip.example", "1.1.1.1.a"])(
    "%s is a name, whatever it looks like",
    (host) => {
      expect(guard.checkUrl(`https://${host}/`)).toEqual({ ok: true });
    },
  );
});
