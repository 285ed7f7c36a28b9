import { expect, test } from "vitest";
import type { Graph } from "@/lib/scenarios/graph";
import { send } from "@/lib/scenarios/testing/arbitrary";
import type { Problem } from "@/lib/scenarios/validate";
import type { StoredSecretView } from "@/lib/secrets/schemas";
import { allProblems, problemsOf } from "./derived";
import { startHistory } from "./history";

const problems: Problem[] = Array.from({ length: 500 }, (_, index) => ({
  code: "config",
  message: `Problem ${index}`,
  nodeId: `n${index % 250}`,
}));

const rest = {
  history: startHistory<Graph>({ nodes: [], edges: [] }),
  storedSecrets: new Map<string, StoredSecretView>(),
};

test("problems are grouped once for a list, however many nodes ask", () => {
  expect(problemsOf(problems, "n7").map(({ message }) => message)).toEqual([
    "Problem 7",
    "Problem 257",
  ]);
  expect(problemsOf(problems, "n7")).toBe(problemsOf(problems, "n7"));
  expect(problemsOf(problems, "gone")).toBe(problemsOf(problems, "gone too"));
});

test("a text that is not complete counts as a problem of its node; the same list while nothing changes", () => {
  const state = { ...rest, problems, pendingTexts: { "n1:headers": "{" } };
  expect(allProblems(state)).toHaveLength(501);
  expect(allProblems(state).at(-1)).toMatchObject({ nodeId: "n1", path: "headers" });
  expect(allProblems(state)).toBe(allProblems({ ...state }));
  expect(allProblems({ ...rest, problems, pendingTexts: {} })).toBe(problems);
});

test("a secret that was entered for another address is a problem of its node", () => {
  const config = { webhookUrl: "https://b.example/", secret: { $secret: "sec_1" } };
  const history = startHistory<Graph>({ nodes: [{ ...send("a"), config }], edges: [] });
  const secret = { id: "sec_1", origin: "https://a.example", mayBind: false };
  const known = new Map([["sec_1", { ...secret, rotatedAt: null, overlapUntil: null }]]);
  const state = { ...rest, history, problems: [], pendingTexts: {} };
  expect(allProblems(state)).toEqual([]);
  const [problem] = allProblems({ ...state, storedSecrets: known });
  expect(problem).toMatchObject({ nodeId: "a", path: "secret" });
  expect(problem?.message).toContain("https://a.example");
});
