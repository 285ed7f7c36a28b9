import { describe, expect, it } from "vitest";
import { ordinal, sizeWords } from "./words";

describe("words of the test inbox", () => {
  it.each([
    [1, "1st"],
    [2, "2nd"],
    [3, "3rd"],
    [4, "4th"],
    [11, "11th"],
    [22, "22nd"],
    [112, "112th"],
  ])("the ordinal of %i is %s", (count, words) => {
    expect(ordinal(count)).toBe(words);
  });

  it.each([
    [0, "0 B"],
    [1023, "1023 B"],
    [1536, "1.5 KiB"],
    [2 * 1024 * 1024, "2.0 MiB"],
  ])("the size %i is %s", (bytes, words) => {
    expect(sizeWords(bytes)).toBe(words);
  });
});
