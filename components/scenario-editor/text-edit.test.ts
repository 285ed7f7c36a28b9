import { expect, test } from "vitest";
import type { Graph } from "@/lib/scenarios/graph";
import { applyOperation, type GraphOperation } from "@/lib/scenarios/operations";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { isTextEdit } from "./text-edit";

const graph: Graph = { nodes: [trigger("t"), send("a"), send("b")], edges: [edge("t", "a")] };
const after = (operation: GraphOperation) => applyOperation(graph, operation);

test.each<GraphOperation>([
  { type: "renameNode", nodeId: "a", name: "Other" },
  { type: "setNote", nodeId: "a", note: "why" },
  { type: "setConfig", nodeId: "a", config: { webhookUrl: "https://example.com/2" } },
])("$type is about the node's text", (operation) => {
  expect(isTextEdit(graph, after(operation), "a")).toBe(true);
  expect(isTextEdit(after(operation), graph, "a")).toBe(true);
  // The field that has the focus belongs to another node.
  expect(isTextEdit(graph, after(operation), "b")).toBe(false);
});

test.each<GraphOperation>([
  { type: "moveNodes", positions: { a: { x: 8, y: 8 } } },
  { type: "setDisabled", nodeIds: ["a"], disabled: true },
  { type: "remove", nodeIds: ["a"], edgeIds: [] },
  { type: "addNode", node: send("c") },
  { type: "connect", edge: edge("a", "b") },
])("$type is about the node", (operation) => {
  expect(isTextEdit(graph, after(operation), "a")).toBe(false);
});

test("nothing to go to is no text", () => {
  expect(isTextEdit(graph, undefined, "a")).toBe(false);
  expect(isTextEdit(graph, after({ type: "setNote", nodeId: "a", note: "x" }), undefined)).toBe(
    false,
  );
});
