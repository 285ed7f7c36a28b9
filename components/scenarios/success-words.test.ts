import { describe, expect, it } from "vitest";
import { successPercent, successSentence } from "./success-words";

describe("the success of seven days", () => {
  it.each([
    [0, 0, null],
    [1, 0, 100],
    [0, 1, 0],
    [2, 1, 67],
    [999, 1, 99],
    [1, 999, 1],
  ])("of %i successes and %i failures is %s percent", (succeeded, failed, percent) => {
    expect(successPercent({ succeeded, failed })).toBe(percent);
  });

  it.each([
    [1, 0, "The one run of the last 7 days succeeded."],
    [1200, 0, "All 1,200 runs of the last 7 days succeeded."],
    [0, 1, "0 of 1 run of the last 7 days succeeded, 1 failed."],
    [48, 2, "48 of 50 runs of the last 7 days succeeded, 2 failed."],
  ])("of %i successes and %i failures is told in words", (succeeded, failed, text) => {
    expect(successSentence({ succeeded, failed })).toBe(text);
  });
});
