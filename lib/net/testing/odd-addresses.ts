import fc from "fast-check";

/** Pieces of addresses that parsers have read differently. */
const SCHEMES = [
  ..."http:// https:// HTTP:// http:/ http: http:\\\\ https:\\/ //  ftp:// file:/// ws:// data:, blob:http://".split(
    " ",
  ),
  "javascript:alert(1)//",
  "h\nttp://",
  "\u0000http://",
  "",
];
const USERS = ["", "", "", "user@", "user:p%40ss@", "example.com@", "a@b@", ":@", "%00@", "@"];
const HOSTS = [
  ..."127.0.0.1 127.1 2130706433 0x7f.1 0x7f000001 0177.0.0.1 017700000001 127.0.0.1. 0 0.0.0.0".split(
    " ",
  ),
  ..."localhost LOCALHOST. a.localhost ip6-localhost localhost.localdomain 127.0.0.1.example".split(
    " ",
  ),
  ..."[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [fe80::1%25lo]".split(
    " ",
  ),
  ..."[::ffff:0:127.0.0.1] [2002:7f00:1::] [0:0:0:0:0:0:0:1] [fd00::1] [::1 ::1 [] [v1.a]".split(
    " ",
  ),
  ..."①②⑦.⓪.⓪.① １２７.1 127。0。0。1 %31%32%37.0.0.1 127%2e0%2e0%2e1 %6c%6f%63alhost ʟocalhost".split(
    " ",
  ),
  ..."169.254.169.254 2852039166 metadata.google.internal 10.0.0.1 192.168.1.1 example.com".split(
    " ",
  ),
  ..."münchen.example xn--mnchen-3ya.example xn--a xn-- .. . -a- a..b _x.example 256.1.1.1 1.2.3".split(
    " ",
  ),
  ..."1.2.3.4.5 0x 0x.0x 999999999999 a_b %00 %ff %2e%2e \u202eexample.com \ud800 😀.example".split(
    " ",
  ),
  "a".repeat(64),
  `${"a".repeat(60)}.`.repeat(6),
  "exa mple.com",
  "exam\u00adple.com",
  "",
];
const PORTS = [
  "",
  "",
  "",
  ":80",
  ":0",
  ":65535",
  ":65536",
  ":-1",
  ":",
  ":080",
  ":6379",
  ":25",
  ":x",
];
const TAILS = [
  "",
  "/",
  "/hook?x=1#y",
  "/../..",
  "\\example.com",
  "?@example.com",
  "#@a",
  "/%00",
  "/\n",
];

/**
 * What somebody may put into the field for a webhook's address: whole addresses of odd parts, parts out
 * of order, and any text at all.
 * @param ports more of them, such as the one where something listens
 */
export function oddAddresses(ports: readonly string[] = []): fc.Arbitrary<string> {
  const port = fc.constantFrom(...PORTS, ...ports, ...ports, ...ports);
  const host = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...HOSTS) },
    fc.ipV4(),
    fc.ipV4Extended(),
    fc.ipV6().map((ip) => `[${ip}]`),
    fc.domain(),
    fc.string({ unit: "binary", maxLength: 20 }),
  );
  const parts = [
    fc.constantFrom(...SCHEMES, "http://", "http://", "https://"),
    fc.constantFrom(...USERS),
    host,
    port,
    fc.constantFrom(...TAILS),
  ] as const;
  const whole = fc.tuple(...parts).map((texts) => texts.join(""));
  return fc.oneof(
    { weight: 10, arbitrary: whole },
    { weight: 2, arbitrary: fc.tuple(whole, whole).map(([a, b]) => a + b) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(whole, fc.nat(), fc.string({ unit: "binary", maxLength: 3 }))
        .map(([text, at, noise]) => {
          const index = at % (text.length + 1);
          return text.slice(0, index) + noise + text.slice(index);
        }),
    },
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.string({ maxLength: 200 }),
  );
}
