import "server-only";

import { MASK } from "@/lib/secrets/mask";
import { readingsOf } from "./readings";
import { isSensitiveHeader } from "./rules";

/**
 * Takes what must not be stored or shown out of a text that a receiver had a hand in.
 * @param options.isCut the text was longer: what its end has left of a secret is taken out too
 */
export type Redactor = (text: string, options?: { isCut?: boolean }) => string;

/** As long and longer, a secret is looked for anywhere and in every encoding. */
const ANYWHERE_FROM_LENGTH = 8;
/**
 * From here up to that, a secret is looked for where it stands by itself: within words it would blot
 * out innocent text. Shorter ones are not looked for: they keep nobody out.
 */
const ALONE_FROM_LENGTH = 4;
/** Of a secret that the end of a text has cut, so much is not left standing. */
const CUT_FROM_LENGTH = 4;

/** Texts to look for, as `folded` has them. */
interface Wanted {
  anywhere: readonly string[];
  alone: readonly string[];
}

type Range = [start: number, end: number];

/**
 * Receivers made for trying things out send the request back. What is sent in a secret header is
 * therefore taken out of all that comes back: the whole value, and its parts as a receiver takes them
 * apart; as it is, escaped as in JSON, HTML or an address, also one in the other, in other case, in hex,
 * and within base64.
 */
export function redactorFor(
  headers: Readonly<Record<string, string>>,
  secretNames: readonly string[],
): Redactor {
  const marked = new Set(secretNames.map((name) => name.toLowerCase()));
  const secret = Object.entries(headers).filter(
    ([name]) => isSensitiveHeader(name) || marked.has(name.toLowerCase()),
  );
  const wanted = wantedFor(secret);
  if (wanted.anywhere.length + wanted.alone.length === 0) return (text) => text;
  return (text, { isCut = false } = {}) =>
    masked(text, [...rangesIn(text, wanted), ...(isCut ? cutRangesIn(text, wanted) : [])]);
}

function wantedFor(headers: readonly (readonly [name: string, value: string])[]): Wanted {
  const parts = headers.flatMap(([name, value]) => partsOf(name.toLowerCase(), value));
  const spellings = (value: string) => readingsOf(value).map(({ text }) => folded(text));
  const long = parts.map(({ value }) => value).filter((v) => v.length >= ANYWHERE_FROM_LENGTH);
  const short = parts
    .filter(({ value, isWhole }) => isWhole && value.length < ANYWHERE_FROM_LENGTH)
    .map(({ value }) => value);
  const anywhere = long.flatMap((value) => [
    ...spellings(value),
    ...[...encoded(value), ...inBase64(value)].map(folded),
  ]);
  const unique = (texts: readonly string[], minLength: number) =>
    [...new Set(texts)].filter(({ length }) => length >= minLength);
  return {
    anywhere: unique(anywhere, ANYWHERE_FROM_LENGTH),
    alone: unique(short.flatMap(spellings), ALONE_FROM_LENGTH),
  };
}

interface Part {
  value: string;
  /** A secret as such, rather than a piece of one. */
  isWhole: boolean;
}

/** A header's value and what receivers make of it: credentials without their scheme, single cookies. */
function partsOf(name: string, value: string): Part[] {
  const whole = { value, isWhole: true };
  const piece = (text: string): Part => ({ value: text, isWhole: false });
  if (name === "cookie") return [whole, ...value.split(/;\s*/).map(assigned).map(piece)];
  const [scheme = "", ...words] = value.split(/\s+/);
  const [only] = words;
  if (only !== undefined && words.length === 1) {
    const passwords = scheme.toLowerCase() === "basic" ? passwordsOf(only) : [];
    return [whole, { value: only, isWhole: true }, piece(assigned(only)), ...passwords];
  }
  return [whole, ...words.flatMap((word) => [piece(word), piece(assigned(word))])];
}

/** What stands after the first `=`, without a comma after it and quotes around it. */
const assigned = (pair: string) =>
  pair.slice(pair.indexOf("=") + 1).replace(/^"?(.*?)"?,?$/s, "$1");

/** What `Basic` carries: the name with the password, and the password (RFC 7617). */
function passwordsOf(credentials: string): Part[] {
  const pair = Buffer.from(credentials, "base64").toString("latin1");
  const colon = pair.indexOf(":");
  if (colon === -1) return [];
  return [
    { value: pair, isWhole: false },
    { value: pair.slice(colon + 1), isWhole: true },
  ];
}

/**
 * A value as the usual encoders write it. Most of these are read off the text with its escapes undone;
 * what of a value looks like escapes itself, of several kinds, may not be.
 */
function encoded(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(value),
    new URLSearchParams([["", value]]).toString().slice(1),
    Buffer.from(value).toString("hex"),
  ];
}

/**
 * What is the same in the base64 of every text that holds the value, in both alphabets: one piece for
 * each place that it may have among groups of three bytes. Up to four bits at its ends are not in it.
 */
function inBase64(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const end = Math.floor(((before + bytes.length) * 8) / 6);
    const standard = text.slice(Math.ceil((before * 8) / 6), end);
    return [standard, standard.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/**
 * With what encodings confuse made the same, character by character: cases, blanks and the plus that
 * forms have for them, and all that is not ASCII, which a wrong charset makes into anything.
 */
function folded(text: string): string {
  return text
    .replace(/[^\0-\x7f]/g, "\uFFFD")
    .replaceAll("+", " ")
    .toLowerCase();
}

function rangesIn(text: string, { anywhere, alone }: Wanted): Range[] {
  const ranges: Range[] = [];
  for (const reading of readingsOf(text)) {
    const read = folded(reading.text);
    const original = (index: number) => reading.starts[index] ?? text.length;
    for (const value of anywhere) {
      for (const at of placesOf(value, read))
        ranges.push([original(at), original(at + value.length)]);
    }
    for (const value of alone) {
      for (const at of placesOf(value, read)) {
        const end = at + value.length;
        if (!isWordAt(read, at - 1) && !isWordAt(read, end))
          ranges.push([original(at), original(end)]);
      }
    }
  }
  return ranges;
}

/** What the end of a text that was longer has left of a secret. */
function cutRangesIn(text: string, { anywhere }: Wanted): Range[] {
  // What looks like an escape that was cut may be the secret's own.
  const readings = [...readingsOf(text), ...readingsOf(text, { isCut: true })];
  return readings.flatMap((reading): Range[] => {
    const at = cutPlace(anywhere, folded(reading.text));
    return at === null ? [] : [[reading.starts[at] ?? text.length, text.length]];
  });
}

function* placesOf(value: string, text: string): Generator<number> {
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length))
    yield at;
}

const isWordAt = (text: string, index: number) => /[a-z0-9]/.test(text.charAt(index));

/** Where the longest beginning of any of the values begins that a text ends with. */
function cutPlace(values: readonly string[], text: string): number | null {
  let longest = 0;
  for (const value of values) {
    let length = Math.min(value.length - 1, text.length);
    while (length > longest && !text.endsWith(value.slice(0, length))) length -= 1;
    longest = Math.max(longest, length);
  }
  return longest >= CUT_FROM_LENGTH ? text.length - longest : null;
}

function masked(text: string, ranges: readonly Range[]): string {
  let shown = "";
  let at = 0;
  for (const [start, end] of ranges.toSorted(([a], [b]) => a - b)) {
    if (end <= at) continue;
    // What overlaps is one secret, of which one mask stands there already.
    if (start >= at) shown += text.slice(at, start) + MASK;
    at = end;
  }
  return shown + text.slice(at);
}
