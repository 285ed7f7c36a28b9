/** What a text says to whoever undoes its escapes, with the places that the characters come from. */

export interface Reading {
  text: string;
  /** Where in the original each character begins, and, last, where the original ends. */
  starts: Uint32Array;
}

/** JSON within a form within JSON, and no deeper. */
const MAX_LEVELS = 3;

/**
 * `\u0041`, `\x41` and a backslash before a character; `%41`, and `%C3%A9` for a character of two bytes,
 * the longest that a header may hold; `&#65;`, `&#x41;` and the names that HTML needs.
 */
const ESCAPE =
  /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\(.)|%(c[23])%([89ab][0-9a-f])|%([0-9a-f]{2})|&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gis;

/** An escape that the end of the text has cut. */
const CUT_ESCAPE = /(?:\\(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|%[0-9a-f]?|&#?[0-9a-z]{0,7})$/i;
const LONGEST_ESCAPE = 10;

const CONTROLS: Record<string, string> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * A text as it is, and with its escapes undone once, twice and so on while there are any.
 * @param options.isCut the text was longer: an escape that its end has cut is left out at each level
 */
export function readingsOf(text: string, { isCut = false } = {}): Reading[] {
  const readings: Reading[] = [];
  let reading: Reading | null = asItIs(text);
  while (reading !== null && readings.length <= MAX_LEVELS) {
    if (isCut) reading = withoutCutEscape(reading);
    readings.push(reading);
    reading = unescaped(reading);
  }
  return readings;
}

function asItIs(text: string): Reading {
  const starts = new Uint32Array(text.length + 1);
  for (let index = 0; index <= text.length; index += 1) starts[index] = index;
  return { text, starts };
}

function withoutCutEscape({ text, starts }: Reading): Reading {
  // Only the end is of interest, however long the text is.
  const tail = text.slice(-LONGEST_ESCAPE);
  const found = CUT_ESCAPE.exec(tail);
  const end = found ? text.length - tail.length + found.index : text.length;
  return { text: text.slice(0, end), starts: starts.subarray(0, end + 1) };
}

function unescaped({ text, starts }: Reading): Reading | null {
  let read = "";
  let at = 0;
  const readStarts = new Uint32Array(text.length + 1);
  for (const found of text.matchAll(ESCAPE)) {
    readStarts.set(starts.subarray(at, found.index), read.length);
    read += text.slice(at, found.index);
    readStarts[read.length] = starts[found.index] ?? 0;
    read += meant(found);
    at = found.index + found[0].length;
  }
  if (at === 0) return null;
  readStarts.set(starts.subarray(at), read.length);
  read += text.slice(at);
  return { text: read, starts: readStarts.subarray(0, read.length + 1) };
}

/** The one character that an escape stands for. */
function meant([, u, x, plain, first, second, percent, decimal, hex, name]: RegExpMatchArray) {
  if (plain !== undefined) return CONTROLS[plain] ?? plain;
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? "";
  if (first !== undefined && second !== undefined)
    return String.fromCharCode(
      ((Number.parseInt(first, 16) & 0x1f) << 6) | (Number.parseInt(second, 16) & 0x3f),
    );
  const code =
    decimal !== undefined ? Number(decimal) : Number.parseInt(u ?? x ?? percent ?? hex ?? "", 16);
  return String.fromCharCode(code > 0xffff ? 0xfffd : code);
}
