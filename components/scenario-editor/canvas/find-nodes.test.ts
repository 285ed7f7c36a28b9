import { expect, test } from "vitest";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { findNodes } from "./find-nodes";

const named = (id: string, name: string, url: string): GraphNode => ({
  ...send(id),
  name,
  config: { webhookUrl: url },
});

const graph: Graph = {
  nodes: [
    named("c", "Bill the customer", "https://erp.example.com/bills"),
    trigger("t"),
    named("a", "Tell the ERP", "https://erp.example.com/orders"),
    named("b", "ERP backup", "https://copy.example.com/orders"),
  ],
  edges: [edge("t", "a"), edge("a", "b"), edge("b", "c")],
};
const found = (query: string) => findNodes(graph, query).map(({ id }) => id);

test("without a word, every node in the order of the flow", () => {
  expect(found("")).toEqual(["t", "a", "b", "c"]);
  expect(found("  ")).toEqual(["t", "a", "b", "c"]);
});

test("names that begin so come first, then names that contain it, then the rest", () => {
  expect(found("erp")).toEqual(["b", "a", "c"]);
});

test("every word counts, in any order and case, in the name, the operation, the app or the sentence", () => {
  expect(found("ERP tell")).toEqual(["a"]);
  expect(found("customer BILL")).toEqual(["c"]);
  expect(found("order is created")).toEqual(["t"]);
  expect(found("traderlaunchpad")).toEqual(["t"]);
  expect(found("send webhook orders")).toEqual(["a", "b"]);
  expect(found("post copy.example")).toEqual(["b"]);
});

test("what no node has finds nothing", () => {
  expect(found("erp invoice")).toEqual([]);
});
