import { describe, expect, it } from "vitest";
import { missedSentence } from "./words";

describe("what is said of missed events", () => {
  it.each([
    [1, "1 event was missed while this scenario was paused."],
    [5, "5 events were missed while this scenario was paused."],
    [12_000, "12,000 events were missed while this scenario was paused."],
  ])("%i", (n, sentence) => {
    expect(missedSentence(n)).toBe(sentence);
  });
});
