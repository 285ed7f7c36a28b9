import { expect, test } from "vitest";
import type { GraphNode } from "@/lib/scenarios/graph";
import type { StoredSecretView } from "@/lib/secrets/schemas";
import { movedProblems, movedSecrets } from "./moved-secrets";

const secret = (id: string, origin: string | null, mayBind = false): StoredSecretView => ({
  id,
  origin,
  mayBind,
  rotatedAt: null,
  overlapUntil: null,
});
const node = (webhookUrl: string): GraphNode => ({
  id: "a",
  operation: "webhooks.send",
  operationVersion: 1,
  config: {
    webhookUrl,
    secret: { $secret: "sec_1" },
    headers: { Authorization: { $secret: "sec_2" }, "X-New": { $secret: "sec_3" }, "X-Plain": "" },
  },
});
const stored = new Map(
  [secret("sec_1", "https://a.example"), secret("sec_2", null), secret("sec_3", null, true)].map(
    (each) => [each.id, each],
  ),
);

test("secrets of another address are told at their fields", () => {
  const moved = movedSecrets(node("https://b.example/hook"), stored);
  expect([...moved.keys()]).toEqual(["secret", "headers.Authorization"]);
  expect(moved.get("secret")).toContain("https://a.example");
});

test("secrets of this address are not, nor any while there is no address or nothing is known", () => {
  expect([...movedSecrets(node("https://a.example/other"), stored).keys()]).toEqual([
    "headers.Authorization",
  ]);
  expect(movedSecrets(node("https://"), stored).size).toBe(0);
  expect(movedSecrets(node("https://b.example/"), new Map()).size).toBe(0);
});

test("they are problems of the draft, each with the name of its field", () => {
  const nodes = [node("https://b.example/hook"), { ...node("https://a.example/"), id: "b" }];
  const problems = movedProblems(nodes, stored);
  expect(problems.map(({ nodeId, path }) => [nodeId, path])).toEqual([
    ["a", "secret"],
    ["a", "headers.Authorization"],
    ["b", "headers.Authorization"],
  ]);
  expect(problems[1]?.message).toMatch(/^Header Authorization: /);
  expect(movedProblems(nodes, new Map())).toEqual([]);
});
