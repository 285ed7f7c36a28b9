import { expect, test } from "vitest";
import type { Problem } from "@/lib/scenarios/validate";
import { allProblems, problemsOf } from "./derived";

const problems: Problem[] = Array.from({ length: 500 }, (_, index) => ({
  code: "config",
  message: `Problem ${index}`,
  nodeId: `n${index % 250}`,
}));

test("problems are grouped once for a list, however many nodes ask", () => {
  expect(problemsOf(problems, "n7").map(({ message }) => message)).toEqual([
    "Problem 7",
    "Problem 257",
  ]);
  expect(problemsOf(problems, "n7")).toBe(problemsOf(problems, "n7"));
  expect(problemsOf(problems, "gone")).toBe(problemsOf(problems, "gone too"));
});

test("a text that is not complete counts as a problem of its node; the same list while nothing changes", () => {
  const state = { problems, pendingTexts: { "n1:headers": "{" } };
  expect(allProblems(state)).toHaveLength(501);
  expect(allProblems(state).at(-1)).toMatchObject({ nodeId: "n1", path: "headers" });
  expect(allProblems(state)).toBe(allProblems({ ...state }));
  expect(allProblems({ problems, pendingTexts: {} })).toBe(problems);
});
