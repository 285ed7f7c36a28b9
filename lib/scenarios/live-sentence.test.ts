import { expect, test } from "vitest";
import type { Graph, GraphNode } from "./graph";
import { liveSentence } from "./live-sentence";
import { edge, send, trigger } from "./testing/arbitrary";

const hook = (id: string, more: Partial<GraphNode> = {}): GraphNode => ({
  ...send(id),
  config: { webhookUrl: `https://${id}.test/in?token=secret` },
  ...more,
});
const graph = (...steps: GraphNode[]): Graph => ({
  nodes: [trigger("t"), ...steps],
  edges: steps.map(({ id }) => edge("t", id)),
});

test("says when what happens, without what an address holds back", () => {
  expect(liveSentence(graph(hook("shop")))).toBe(
    "From now on, when an order is created: POST to shop.test/in.",
  );
});

test("names few steps and counts the rest, in the order of the flow", () => {
  const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => hook(id)) as [
    GraphNode,
    GraphNode,
    GraphNode,
    GraphNode,
  ];
  expect(liveSentence(graph(a, b))).toContain(": POST to a.test/in and POST to b.test/in.");
  expect(liveSentence(graph(a, b, c))).toMatch(/POST to b\.test\/in, and 1 more step\.$/);
  expect(liveSentence(graph(a, b, c, d))).toMatch(/, and 2 more steps\.$/);
  const turned = { nodes: [b, a, trigger("t")], edges: [edge("t", "a"), edge("a", "b")] };
  expect(liveSentence(turned)).toContain(": POST to a.test/in and POST to b.test/in.");
});

test("leaves out what is switched off, and says nothing of what never starts", () => {
  const off = hook("off", { disabled: true });
  expect(liveSentence(graph(off, hook("shop")))).toContain(": POST to shop.test/in.");
  expect(liveSentence({ nodes: [hook("shop")], edges: [] })).toBeNull();
});
