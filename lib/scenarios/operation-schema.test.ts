import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyGraph } from "./graph";
import { graphOperationSchema, OPERATIONS_MAX, saveOperationsSchema } from "./operation-schema";
import { applyOperation, type GraphOperation } from "./operations";
import { operationsBetween } from "./operations-between";
import { anOperation, edge, send, trigger } from "./testing/arbitrary";

/** As it arrives at the other side. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("an operation sent as JSON", () => {
  test("comes out with the effect it had where it was made", () => {
    fc.assert(
      fc.property(fc.array(anOperation, { maxLength: 20 }), anOperation, (before, operation) => {
        const graph = before.reduce(applyOperation, emptyGraph);
        const parsed = graphOperationSchema.parse(sent(operation));
        expect(applyOperation(graph, parsed)).toEqual(applyOperation(graph, operation));
      }),
    );
  });

  test("is accepted whenever it is one that saving makes", () => {
    fc.assert(
      fc.property(fc.array(anOperation), fc.array(anOperation), (first, second) => {
        const before = first.reduce(applyOperation, emptyGraph);
        const after = second.reduce(applyOperation, before);
        for (const operation of [
          ...operationsBetween(before, after),
          ...operationsBetween(after, before),
        ]) {
          expect(graphOperationSchema.parse(sent(operation))).toEqual(operation);
        }
      }),
    );
  });

  test("may leave out a name or note, which takes it away", () => {
    for (const type of ["renameNode", "setNote"]) {
      expect(graphOperationSchema.safeParse({ type, nodeId: "a" }).success).toBe(true);
    }
  });

  test("gives its nodes the form in which they are stored", () => {
    const { operationVersion: _, ...bare } = send("a");
    const operation = { type: "addNode", node: bare, edge: { id: "e", source: "t", target: "a" } };
    expect(graphOperationSchema.parse(operation)).toEqual({
      type: "addNode",
      node: send("a"),
      edge: edge("t", "a", "e"),
    });
  });
});

const bad: [what: string, operation: unknown, path: string][] = [
  ["an unknown type", { type: "explode" }, "type"],
  ["no type", {}, "type"],
  ["an unknown field", { type: "connect", edge: edge("t", "a"), colour: 1 }, ""],
  ["an id with a space", { type: "setConfig", nodeId: "a b", config: {} }, "nodeId"],
  ["a config that is a list", { type: "setConfig", nodeId: "a", config: [] }, "config"],
  ["a name of 101 characters", { type: "renameNode", nodeId: "a", name: "a".repeat(101) }, "name"],
  ["a note of 2001 characters", { type: "setNote", nodeId: "a", note: "a".repeat(2001) }, "note"],
  [
    "a position out of bounds",
    { type: "moveNodes", positions: { a: { x: 1e9, y: 0 } } },
    "positions.a.x",
  ],
  ["a position without y", { type: "moveNodes", positions: { a: { x: 0 } } }, "positions.a.y"],
  [
    "one new edge",
    { type: "insertOnEdge", edgeId: "e", node: send("a"), edges: [edge("t", "a")] },
    "edges",
  ],
  [
    "a place before the first",
    { type: "restore", nodes: [{ index: -1, item: send("a") }], edges: [] },
    "nodes.0.index",
  ],
  [
    "a document whose edge leads nowhere",
    { type: "replace", graph: { nodes: [], edges: [edge("t", "a")] } },
    "graph.edges.0.source",
  ],
];

test.each(bad)("an operation with %s is refused by its place", (_, operation, path) => {
  const parsed = saveOperationsSchema.safeParse({ baseRevision: 1, operations: [operation] });
  const paths = parsed.error?.issues.map((issue) => issue.path.join("."));
  expect(paths).toContain(path === "" ? "operations.0" : `operations.0.${path}`);
});

test("a save has at least one operation and no more than a person makes", () => {
  const save = (count: number) => {
    const operations: GraphOperation[] = Array.from({ length: count }, () => ({
      type: "addNode",
      node: trigger("t"),
    }));
    return saveOperationsSchema.safeParse({ baseRevision: 1, operations }).success;
  };
  expect([0, 1, OPERATIONS_MAX, OPERATIONS_MAX + 1].map(save)).toEqual([false, true, true, false]);
});
