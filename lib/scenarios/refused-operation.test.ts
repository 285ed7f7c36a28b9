import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph, type Graph, type GraphEdge, NODES_MAX } from "./graph";
import { applyOperation, type GraphOperation } from "./operations";
import { applyInOrder } from "./refused-operation";
import { anOperation, edge, send, trigger } from "./testing/arbitrary";

const pair: Graph = { nodes: [trigger("t"), send("a")], edges: [edge("t", "a")] };
const unknown = 'There is no node "gone".';

const refused: [operation: GraphOperation, reason: string | RegExp][] = [
  [{ type: "addNode", node: send("a") }, 'The node id "a" is used already.'],
  [
    { type: "addMany", nodes: [send("b"), send("a")], edges: [] },
    'The node id "a" is used already.',
  ],
  [
    { type: "addMany", nodes: [send("b"), send("b")], edges: [] },
    'The node id "b" is used already.',
  ],
  [{ type: "addMany", nodes: [], edges: [edge("t", "a")] }, /added with connect/],
  [{ type: "moveNodes", positions: { gone: { x: 1, y: 1 } } }, unknown],
  [{ type: "setConfig", nodeId: "gone", config: {} }, unknown],
  [{ type: "renameNode", nodeId: "gone", name: "x" }, unknown],
  [{ type: "setNote", nodeId: "gone", note: "x" }, unknown],
  [{ type: "setDisabled", nodeIds: ["gone"], disabled: true }, unknown],
  [{ type: "setDisabled", nodeIds: ["t"], disabled: true }, /trigger can't be switched off/],
  [{ type: "connect", edge: edge("t", "a", "again") }, "These two are connected already."],
  [{ type: "connect", edge: edge("a", "t") }, /is a trigger/],
  [{ type: "connect", edge: edge("a", "a") }, /can't be connected to itself/],
  [{ type: "connect", edge: edge("a", "gone") }, /"gone", which does not exist/],
  [{ type: "connect", edge: edge("t", "gone", "t-a") }, 'The connection id "t-a" is used already.'],
  [{ type: "remove", nodeIds: ["gone"], edgeIds: [] }, unknown],
  [{ type: "remove", nodeIds: [], edgeIds: ["gone"] }, 'There is no connection "gone".'],
  [
    {
      type: "insertOnEdge",
      edgeId: "gone",
      node: send("b"),
      edges: [edge("t", "b"), edge("b", "a")],
    },
    'There is no connection "gone".',
  ],
  [
    {
      type: "insertOnEdge",
      edgeId: "t-a",
      node: trigger("b"),
      edges: [edge("t", "b"), edge("b", "a")],
    },
    /can't stand on a connection/,
  ],
  [
    {
      type: "insertOnEdge",
      edgeId: "t-a",
      node: send("b"),
      edges: [edge("t", "b"), edge("b", "t")],
    },
    /two new connections have to lead/,
  ],
  [
    { type: "restore", nodes: [{ index: 0, item: send("a") }], edges: [] },
    'The id "a" is used already.',
  ],
  [
    { type: "restore", nodes: [], edges: [{ index: 0, item: edge("t", "gone") }] },
    /leads to a node that does not exist/,
  ],
];

test.each(refused)("%j is refused with its reason", (operation, reason) => {
  expect(applyInOrder(pair, [{ type: "setNote", nodeId: "a", note: "x" }, operation])).toEqual({
    index: 1,
    reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
  });
});

const alreadySo: GraphOperation[] = [
  { type: "addMany", nodes: [], edges: [] },
  { type: "moveNodes", positions: {} },
  { type: "setConfig", nodeId: "a", config: send("a").config },
  { type: "renameNode", nodeId: "a", name: undefined },
  { type: "setNote", nodeId: "a", note: "" },
  { type: "setDisabled", nodeIds: ["a", "t"], disabled: false },
  { type: "remove", nodeIds: [], edgeIds: [] },
  { type: "restore", nodes: [], edges: [] },
  { type: "replace", graph: structuredClone(pair) },
];

test.each(alreadySo)("%j, which finds things as it wants them, is no fault", (operation) => {
  expect(applyInOrder(pair, [operation])).toEqual({ graph: pair });
});

test("what is applied in order is what each operation makes of the one before", () => {
  fc.assert(
    fc.property(fc.array(anOperation, { maxLength: 20 }), (operations) => {
      const applied = applyInOrder(emptyGraph, operations);
      const count = "index" in applied ? applied.index : operations.length;
      const graph = operations.slice(0, count).reduce(applyOperation, emptyGraph);
      if ("graph" in applied) expect(applied.graph).toEqual(graph);
      else expect(applyOperation(graph, operations[count] as GraphOperation)).toBe(graph);
    }),
  );
});

test("an operation that would make it too large is refused with the limit", () => {
  const nodes = Array.from({ length: NODES_MAX }, (_, index) => send(`n${index}`));
  const full: Graph = { nodes, edges: [edge("n0", "n1")] };
  const edges = [edge("n0", "x"), edge("x", "n1")] as [GraphEdge, GraphEdge];
  const tooMany: GraphOperation[] = [
    { type: "addNode", node: send("x") },
    { type: "addMany", nodes: [send("x")], edges: [] },
    { type: "insertOnEdge", edgeId: "n0-n1", node: send("x"), edges },
  ];
  for (const operation of tooMany) {
    expect(applyInOrder(full, [operation])).toEqual({
      index: 0,
      reason: "A scenario may have 1000 nodes at most.",
    });
  }
});
