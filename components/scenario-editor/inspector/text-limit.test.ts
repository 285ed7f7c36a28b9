import { expect, test } from "vitest";
import { cutsPasted, limitWords } from "./text-limit";

test.each([
  [79, false, null],
  [80, false, "80 of 100 characters."],
  [100, false, "100 of 100 characters."],
  [100, true, "A name may be 100 characters at most. The rest of what was pasted is left out."],
])("of %i characters, cut %s: %s", (length, isCut, words) => {
  expect(limitWords("A name", { length, limit: 100, isCut })).toBe(words);
});

test("large numbers are told as everywhere", () => {
  expect(limitWords("A note", { length: 1_990, limit: 2_000, isCut: false })).toBe(
    "1,990 of 2,000 characters.",
  );
});

test("pasted text is cut where it has no room, counting what it replaces", () => {
  const room = { length: 98, selected: 0, limit: 100 };
  expect(cutsPasted("ab", room)).toBe(false);
  expect(cutsPasted("abc", room)).toBe(true);
  expect(cutsPasted("abc", { ...room, selected: 1 })).toBe(false);
});
