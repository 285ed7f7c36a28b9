import { describe, expect, it } from "vitest";
import {
  failedHref,
  failingSummary,
  failingWords,
  heldHref,
  heldWords,
  outlookWords,
} from "./words";

const target = { nodeName: "Send to ERP", scenarioName: "New orders", failures: 1234 };

const few = { failures: 2, failingSince: "2026-01-01T10:00:00.000Z" };

describe("a failing target", () => {
  it("is named with its scenario, unless that is on screen", () => {
    expect(failingWords(target, false)).toBe(
      "“Send to ERP” of “New orders” has failed 1,234 times in a row",
    );
    expect(failingWords(target, true)).toBe("“Send to ERP” has failed 1,234 times in a row");
    expect(failingWords({ ...target, failures: 1 }, true)).toBe("“Send to ERP” has failed once");
  });

  it("and others are told in one line where there is no room", () => {
    const failing = { ...target, pausedAt: null };
    const paused = { ...target, pausedAt: "2026-01-01T10:00:00.000Z" };
    expect(failingSummary([failing])).toBe(failingWords(target, false));
    expect(failingSummary([paused])).toBe(`${failingWords(target, false)} and is paused`);
    expect(failingSummary([failing, failing])).toBe("2 targets are failing");
    expect(failingSummary([paused, paused])).toBe("2 targets are paused");
    expect(failingSummary([paused, paused, failing])).toBe("3 targets: 2 are paused, 1 is failing");
  });

  it.each([
    [50, 24, "After 50 failures in a row over at least 24 hours it is paused"],
    [50, 1, "After 50 failures in a row over at least an hour it is paused"],
    [3, 0, "After 3 failures in a row it is paused"],
  ])("%i failures over %i hours are told as what pauses it", (failures, hours, text) => {
    expect(outlookWords({ pauses: true, failures, hours }, few)).toContain(text);
  });

  it("with failures enough is told what it waits for", () => {
    const many = { ...few, failures: 110 };
    expect(outlookWords({ pauses: true, failures: 6, hours: 0 }, many)).toBe(
      "Its next failure pauses it, and its deliveries are held.",
    );
    expect(outlookWords({ pauses: true, failures: 50, hours: 24 }, many)).toMatch(
      /^Its next failure after 2 Jan 2026, .* pauses it/,
    );
  });

  it("says that it will not be paused where the settings say so", () => {
    expect(outlookWords({ pauses: false, failures: 3, hours: 0 }, few)).toContain("not paused");
  });

  it.each([
    [1, "1 delivery is held"],
    [1200, "1,200 deliveries are held"],
  ])("tells of %i held ones in words", (held, words) => {
    expect(heldWords(held)).toBe(words);
  });

  it("leads to the deliveries that it counts, and to those that are held", () => {
    const ids = { scenarioId: "scn_1", nodeId: "hook" };
    expect(failedHref({ ...ids, failingSince: "2026-11-27T10:00:00.000Z" })).toBe(
      "/deliveries?status=failed&test=false&scenarioId=scn_1&nodeId=hook&endedSince=2026-11-27T10%3A00%3A00.000Z",
    );
    expect(heldHref(ids)).toBe("/deliveries?held=true&scenarioId=scn_1&nodeId=hook");
  });
});
