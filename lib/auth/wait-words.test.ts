import { expect, it } from "vitest";
import { waitInWords } from "./wait-words";

it.each([
  [1, "1 second"],
  [2, "2 seconds"],
  [89, "89 seconds"],
  [90, "2 minutes"],
  [121, "3 minutes"],
])("%i seconds are %s", (seconds, words) => {
  expect(waitInWords(seconds)).toBe(words);
});
