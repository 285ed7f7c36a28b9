import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph, type Graph, graphSchema } from "./graph";
import { applyOperation, type GraphOperation } from "./operations";
import { anOperation, edge, send, trigger } from "./testing/arbitrary";
import { validateGraph } from "./validate";

const build = (...operations: GraphOperation[]): Graph =>
  operations.reduce(applyOperation, emptyGraph);

const pair = build(
  { type: "addNode", node: trigger("t") },
  { type: "addNode", node: send("a"), edge: edge("t", "a") },
);

test("adds a node together with its connection", () => {
  expect(pair.edges).toEqual([edge("t", "a")]);
  expect(validateGraph(pair)).toEqual([]);
});

test("what changes nothing returns the same graph", () => {
  const nothing: GraphOperation[] = [
    { type: "addNode", node: send("a") },
    { type: "moveNodes", positions: { gone: { x: 1, y: 1 } } },
    { type: "moveNodes", positions: {} },
    { type: "setConfig", nodeId: "a", config: { webhookUrl: "https://example.com" } },
    { type: "setConfig", nodeId: "gone", config: {} },
    { type: "renameNode", nodeId: "a", name: "  " },
    { type: "connect", edge: edge("t", "a", "again") },
    { type: "connect", edge: edge("a", "t") },
    { type: "connect", edge: edge("a", "a") },
    { type: "remove", nodeIds: ["gone"], edgeIds: ["gone"] },
    {
      type: "insertOnEdge",
      edgeId: "gone",
      node: send("b"),
      edges: [edge("t", "b"), edge("b", "a")],
    },
    {
      type: "insertOnEdge",
      edgeId: "t-a",
      node: send("b"),
      edges: [edge("t", "b"), edge("b", "t")],
    },
  ];
  for (const operation of nothing) expect(applyOperation(pair, operation)).toBe(pair);
});

test("removing a node removes its connections", () => {
  const graph = applyOperation(pair, { type: "remove", nodeIds: ["a"], edgeIds: [] });
  expect(graph).toEqual({ nodes: [trigger("t")], edges: [] });
});

test("a blank name gives the node its operation's title back", () => {
  const named = applyOperation(pair, { type: "renameNode", nodeId: "a", name: "Warehouse" });
  expect(named.nodes[1]?.name).toBe("Warehouse");
  expect(applyOperation(named, { type: "renameNode", nodeId: "a", name: "" })).toEqual(pair);
});

test("a node inserted on an edge takes its place", () => {
  const graph = applyOperation(pair, {
    type: "insertOnEdge",
    edgeId: "t-a",
    node: send("b"),
    edges: [edge("t", "b"), edge("b", "a")],
  });
  expect(graph.edges).toEqual([edge("t", "b"), edge("b", "a")]);
  expect(validateGraph(graph)).toEqual([]);
});

test("no sequence of operations breaks the graph's structure or changes its input", () => {
  const structural = ["cycle", "self_loop", "edge_into_trigger", "duplicate_edge", "dangling_edge"];
  fc.assert(
    fc.property(fc.array(anOperation, { maxLength: 40 }), (sequence) => {
      let graph = emptyGraph;
      for (const operation of sequence) {
        const before = structuredClone(graph);
        const next = applyOperation(graph, operation);
        expect(graph).toEqual(before);
        graph = next;
      }
      const codes = validateGraph(graph).map(({ code }) => code as string);
      expect(codes.filter((code) => structural.includes(code) || code === "duplicate_id")).toEqual(
        [],
      );
      const bare = { ...graph, nodes: graph.nodes.map(({ name, position, ...node }) => node) };
      expect(graphSchema.safeParse(bare).success).toBe(true);
    }),
  );
});
