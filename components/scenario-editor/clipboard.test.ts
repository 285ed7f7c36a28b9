import { expect, test } from "vitest";
import type { Graph } from "@/lib/scenarios/graph";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { copyText, duplicatePart, parsePart } from "./clipboard";

const graph: Graph = {
  nodes: [
    trigger("t"),
    {
      ...send("a"),
      position: { x: 8, y: 16 },
      config: {
        webhookUrl: "https://example.com",
        secret: { $secret: "sec_1" },
        headers: { Authorization: { $secret: "sec_2" }, "X-Shop": "42" },
      },
    },
    send("b"),
  ],
  edges: [edge("t", "a"), edge("a", "b")],
};
const positions = { t: { x: 0, y: 0 }, b: { x: 300, y: 0 } };
const offset = { x: 40, y: 40 };
const copied = copyText(graph, "scn_1", ["a", "b"], positions) ?? "";

test("a part has ids of its own, is offset, and keeps the connections within it", () => {
  const part = parsePart(copied, "scn_1", offset);
  if ("error" in part) throw new Error(part.error);
  const [a, b] = part.nodes;
  expect([a?.id, b?.id]).not.toContain("a");
  expect(a?.position).toEqual({ x: 48, y: 56 });
  expect(b?.position).toEqual({ x: 340, y: 40 });
  expect(part.edges.map(({ source, target }) => [source, target])).toEqual([[a?.id, b?.id]]);
  expect(a?.config).toEqual(graph.nodes[1]?.config);
  expect(part.lostSecrets).toEqual([]);
});

test("in another scenario its secrets are left out, and named", () => {
  const part = parsePart(copied, "scn_2", offset);
  if ("error" in part) throw new Error(part.error);
  expect(part.nodes[0]?.config).toEqual({
    webhookUrl: "https://example.com",
    headers: { "X-Shop": "42" },
  });
  expect(part.lostSecrets).toEqual(["Send Webhook"]);
});

test("nothing chosen is nothing copied", () => {
  expect(copyText(graph, "scn_1", [], positions)).toBeNull();
});

test.each([
  ["hello", /not JSON/],
  ['{"a":1}', /holds no nodes of a scenario/],
  ["[]", /holds no nodes of a scenario/],
  ["null", /holds no nodes of a scenario/],
  [copied.replace('"webhooks.send"', "7"), /nodes\.0\.operation/],
])("%s can't be pasted, and the reason is told", (text, reason) => {
  expect(parsePart(text, "scn_1", offset)).toEqual({ error: expect.stringMatching(reason) });
});

const typed: Graph = {
  nodes: [
    {
      ...send("a"),
      name: "Alpha",
      config: {
        webhookUrl: "https://example.com",
        secret: "typed a moment ago",
        headers: { "X-Api-Key": "typed as well", Authorization: { $secret: "sec_2" }, "X-A": "1" },
      },
    },
  ],
  edges: [],
};

test("a secret that is not stored yet is not put on the clipboard, and is asked for again", () => {
  const text = copyText(typed, "scn_1", ["a"], { a: { x: 0, y: 0 } }) ?? "";
  expect(text).not.toContain("typed");
  const part = parsePart(text, "scn_1", offset);
  if ("error" in part) throw new Error(part.error);
  expect(part.nodes[0]?.config).toEqual({
    webhookUrl: "https://example.com",
    headers: { Authorization: { $secret: "sec_2" }, "X-A": "1" },
  });
  expect(part.lostSecrets).toEqual(["Alpha"]);
});

test("a duplicate, which leaves the document nowhere, keeps it", () => {
  const part = duplicatePart(typed, ["a"], { a: { x: 0, y: 0 } }, offset);
  expect(part?.nodes[0]).toMatchObject({ config: typed.nodes[0]?.config, position: offset });
  expect(part?.nodes[0]?.id).not.toBe("a");
});
