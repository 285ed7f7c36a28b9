import { describe, expect, it } from "vitest";
import { newName } from "./new-name";

describe("the name of a new scenario", () => {
  it.each<[string[], string]>([
    [[], "New scenario"],
    [["New scenarios", "Our New scenario", "New scenario two", "New scenario 0"], "New scenario"],
    [["New scenario"], "New scenario 2"],
    [["New scenario 7", "New scenario", "New scenario 3"], "New scenario 8"],
  ])("beside %j", (taken, name) => {
    expect(newName(taken)).toBe(name);
  });
});
