import { describe, expect, it } from "vitest";
import { aboutWords, outcomeWords, percentWords, scaleOf } from "./words";

const none = { pending: 0, sending: 0, retrying: 0, succeeded: 0, failed: 0, cancelled: 0 };

describe("what the overview says", () => {
  it.each([
    [0, 0, null],
    [0, 10, "0%"],
    [10, 10, "100%"],
    [999, 1000, "99%"],
    [1, 1000, "1%"],
    [2, 3, "67%"],
  ])("%i of %i in percent", (part, whole, words) => {
    expect(percentWords(part, whole)).toBe(words);
  });

  it.each([
    [7, "7 ms"],
    [347, "350 ms"],
    [1234, "1.2 s"],
    [98_765, "1 min 39 s"],
  ])("%i ms, to two digits", (ms, words) => {
    expect(aboutWords(ms)).toBe(words);
  });

  it("names outcomes, and leaves out those that are none", () => {
    expect(outcomeWords({ ...none, succeeded: 1200, retrying: 3 })).toBe(
      "1,200 succeeded, 3 retrying",
    );
    expect(outcomeWords(none)).toBe("no deliveries");
  });

  it.each([
    [0, 1],
    [1, 1],
    [3, 3],
    [51, 60],
    [801, 1000],
    [1001, 2000],
  ])("a highest bar of %i has a scale up to %i", (highest, scale) => {
    expect(scaleOf(highest)).toBe(scale);
  });
});
