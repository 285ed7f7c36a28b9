import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph, type Graph, graphSchema } from "./graph";
import { applyOperation, type GraphOperation } from "./operations";
import { operationsBetween } from "./operations-between";
import { anOperation, edge, send, trigger } from "./testing/arbitrary";

const build = (...operations: GraphOperation[]): Graph =>
  operations.reduce(applyOperation, emptyGraph);
const chain = build(
  { type: "addNode", node: trigger("t") },
  { type: "addNode", node: send("a"), edge: edge("t", "a") },
  { type: "addNode", node: send("b"), edge: edge("a", "b") },
);

test("nothing lies between a document and itself", () => {
  expect(operationsBetween(chain, structuredClone(chain))).toEqual([]);
});

test("one edit is one small operation", () => {
  const renamed = applyOperation(chain, { type: "renameNode", nodeId: "a", name: "Warehouse" });
  expect(operationsBetween(chain, renamed)).toEqual([
    { type: "renameNode", nodeId: "a", name: "Warehouse" },
  ]);
});

test("undoing a removal puts the node and its connections back where they were", () => {
  const removed = applyOperation(chain, { type: "remove", nodeIds: ["a"], edgeIds: [] });
  const operations = operationsBetween(removed, chain);
  expect(operations.map(({ type }) => type)).toEqual(["restore"]);
  expect(operations.reduce(applyOperation, removed)).toEqual(chain);
});

test("what no small operation makes is a replacement", () => {
  const turned = { ...chain, nodes: [...chain.nodes].reverse() };
  expect(operationsBetween(chain, turned)).toEqual([{ type: "replace", graph: turned }]);
});

test("operations sent as JSON make the same document on the other side, byte for byte", () => {
  fc.assert(
    fc.property(fc.array(anOperation), fc.array(anOperation), (first, second) => {
      const before = first.reduce(applyOperation, emptyGraph);
      const after = second.reduce(applyOperation, before);
      for (const [from, to] of [
        [before, after],
        [after, before],
      ] as const) {
        const sent = JSON.parse(JSON.stringify(operationsBetween(from, to))) as GraphOperation[];
        const made = sent.reduce(applyOperation, graphSchema.parse(from));
        expect(JSON.stringify(made)).toBe(JSON.stringify(to));
      }
    }),
  );
});
