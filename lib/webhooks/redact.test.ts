import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MASK } from "@/lib/secrets/mask";
import { redactorFor } from "./redact";

const TOKEN = "tok_0123456789";
const redact = redactorFor({ Authorization: `Bearer ${TOKEN}` }, []);
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`;

describe("what is looked for", () => {
  it.each<[what: string, headers: Record<string, string>, text: string, shown: string]>([
    ["the credentials", { Authorization: `Bearer ${TOKEN}` }, `got ${TOKEN}.`, `got ${MASK}.`],
    ["the whole value", { "X-Token": "two words 12" }, "two words 12", MASK],
    ["it as a form has it", { "X-Token": "two words 12" }, "t=two+words+12", `t=${MASK}`],
    ["it in capitals", { "X-Token": TOKEN }, `TOK_0123456789`, MASK],
    ["it within a word", { "X-Token": TOKEN }, `a${TOKEN}b${TOKEN}`, `a${MASK}b${MASK}`],
    ["a cookie", { Cookie: `a=1; sid=${TOKEN}` }, `sid is ${TOKEN}`, `sid is ${MASK}`],
    ["a cookie's meaning", { Cookie: "sid=0123%20%2F%2056789" }, "0123 / 56789", MASK],
    [
      "a parameter",
      { Authorization: `Signature keyId="k1", signature="${TOKEN}"` },
      `["${TOKEN}"]`,
      `["${MASK}"]`,
    ],
    ["a lone parameter", { Authorization: `Token token="${TOKEN}"` }, TOKEN, MASK],
    ["a password", { Authorization: basic("ann:horse:battery") }, "horse:battery", MASK],
    ["a password of Latin-1", { "X-Password": "pässwörter" }, "p\uFFFDssw\uFFFDrter", MASK],
    ["what was escaped", { "X-Key": "a%2Fb%2Fc%2Fd" }, "a/b/c/d a%2fb%2fc%2fd", `a/b/c/d ${MASK}`],
    [
      "two that overlap",
      { "X-Key": "abcdefgh", "X-Key-2": "efghijkl" },
      "abcdefghijkl!",
      `${MASK}!`,
    ],
    ["one in the other", { "X-Key": "abcdefgh", "X-Key-2": "xabcdefghx" }, "xabcdefghx", MASK],
  ])("is %s", (_what, headers, text, shown) => {
    expect(redactorFor(headers, [])(text)).toBe(shown);
  });

  it("is what the admin marked, whatever its name and case", () => {
    const marked = redactorFor({ "X-Tenant": "tenant-4711", "X-Other": "other-4711" }, [
      "x-TENANT",
    ]);
    expect(marked("tenant-4711 other-4711")).toBe(`${MASK} other-4711`);
  });

  it("is nothing of headers that are no secret", () => {
    const nothing = redactorFor({ "Content-Type": "application/json" }, []);
    expect(nothing("application/json")).toBe("application/json");
  });

  it.each([
    ["hunter2", "hunter2", MASK],
    ["hunter2", `{"p":"hunter2"}`, `{"p":"${MASK}"}`],
    ["hunter2", "p=hunter2&q=1", `p=${MASK}&q=1`],
    ["hun/er2", "p=hun%2fer2&q=1", `p=${MASK}&q=1`],
    ["hunter2", "the hunter22 and shunter2", "the hunter22 and shunter2"],
    ["1234", "1234 of 12345", `${MASK} of 12345`],
    ["abc", "abc", "abc"],
    ["a", "a banana", "a banana"],
  ])("of the short secret %j in %j is what stands by itself", (value, text, shown) => {
    expect(redactorFor({ "X-Api-Key": value }, [])(text)).toBe(shown);
  });

  it("of a short password in Basic is what stands by itself", () => {
    const short = redactorFor({ Authorization: basic("ann:hunter2") }, []);
    expect(short('{"user":"ann","password":"hunter2"}')).toBe(
      `{"user":"ann","password":"${MASK}"}`,
    );
  });

  it("is found in no text that has nothing of it", () => {
    const others = fc.string({ unit: fc.constantFrom(..."abc %+\\&;/é{}") });
    fc.assert(fc.property(others, (text) => redact(text) === text && redact(text) === text));
  });
});

/** The ways in which receivers write one character. */
const spellings: ((character: string) => string)[] = [
  (c) => c,
  (c) => `%${hex(c, 2)}`,
  (c) => `%25${hex(c, 2).toUpperCase()}`,
  (c) => `\\u${hex(c, 4)}`,
  (c) => `\\\\u${hex(c, 4)}`,
  (c) => `\\x${hex(c, 2)}`,
  (c) => `&#${c.charCodeAt(0)};`,
  (c) => `&#x${hex(c, 1)};`,
];
const hex = (character: string, digits: number) =>
  character.charCodeAt(0).toString(16).padStart(digits, "0");

const secretText = fc.string({
  unit: fc.constantFrom(..."0123456789abcXYZ/+=_-.:;%&\\\"' "),
  minLength: 10,
  maxLength: 30,
});
/** A secret as headers may have it, and written in any mixture of spellings. */
const spelledSecret = secretText
  .filter((value) => value === value.trim() && !/\s{2}/.test(value))
  .chain((value) =>
    fc
      .array(fc.constantFrom(...spellings), { minLength: value.length, maxLength: value.length })
      .map((ways) => ({ value, pieces: [...value].map((c, i) => ways[i]?.(c) ?? c) })),
  );

describe("a secret in any mixture of escapes", () => {
  // What a secret holds that looks like an escape is undone with the others.
  const plain = spelledSecret.filter(({ value }) => !/[%&\\]/.test(value));

  it("is taken out", () => {
    fc.assert(
      fc.property(plain, ({ value, pieces }) => {
        const shown = redactorFor({ "X-Api-Key": value }, [])(`<${pieces.join("")}>`);
        expect(shown).toBe(`<${MASK}>`);
      }),
    );
  });

  it("is taken out wherever the text was cut", () => {
    fc.assert(
      fc.property(plain, fc.nat(), ({ value, pieces }, at) => {
        const whole = pieces.join("");
        const cut = `<${whole.slice(0, at % whole.length)}`;
        const shown = redactorFor({ "X-Api-Key": value }, [])(cut, { isCut: true });
        // Three characters may be left, of at most eight in the spellings, and a piece of a fourth.
        expect(shown === `<${MASK}` || cut.length <= 1 + 4 * 8).toBe(true);
      }),
    );
  });

  it("is taken out with escapes of its own, written by the usual encoders", () => {
    const encoders: ((text: string) => string)[] = [
      (text) => text,
      (text) => JSON.stringify(text).slice(1, -1),
      (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
      encodeURIComponent,
      (text) => new URLSearchParams({ q: text }).toString().slice(2),
      (text) => Buffer.from(text).toString("hex"),
    ];
    fc.assert(
      fc.property(spelledSecret, fc.constantFrom(...encoders), ({ value }, encode) => {
        const shown = redactorFor({ "X-Api-Key": value }, [])(`<${encode(value)}>`);
        expect(shown).toBe(`<${MASK}>`);
      }),
    );
  });

  it("is taken out of base64 wherever it is in it", () => {
    fc.assert(
      fc.property(spelledSecret, fc.nat(5), fc.boolean(), ({ value }, before, isUrl) => {
        const text = Buffer.from(`${"<".repeat(before)}${value}>`);
        const shown = redactorFor(
          { "X-Api-Key": value },
          [],
        )(text.toString(isUrl ? "base64url" : "base64"));
        const rest = Buffer.from(shown.replace(MASK, ""), "base64").toString("latin1");
        expect(shown).toContain(MASK);
        expect(rest.length).toBeLessThanOrEqual(before + 4);
      }),
    );
  });
});

describe("an end that was cut", () => {
  const cut = (text: string) => redact(text, { isCut: true });

  it.each([
    ["tok_", MASK],
    ["tok_0123%", MASK],
    [`{"a":"Bearer tok`, `{"a":"${MASK}`],
    ["x tok_\\u003", `x ${MASK}`],
    ["x tok_\\", `x ${MASK}`],
    ["x tok%5", "x tok%5"],
    ["tok", "tok"],
    ["is not ok_0123", "is not ok_0123"],
  ])("%s is shown as %s", (text, shown) => {
    expect(cut(text)).toBe(shown);
  });

  it("is left as it is where nothing was cut", () => {
    expect(redact("Invalid bearer")).toBe("Invalid bearer");
  });
});
