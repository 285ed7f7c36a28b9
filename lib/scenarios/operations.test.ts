import fc from "fast-check";
import { expect, test } from "vitest";
import { EDGES_MAX, emptyGraph, type Graph, graphSchema, NODES_MAX } from "./graph";
import { applyOperation, type GraphOperation } from "./operations";
import { anOperation, edge, send, trigger } from "./testing/arbitrary";
import { validateGraph } from "./validate";

const build = (...operations: GraphOperation[]): Graph =>
  operations.reduce(applyOperation, emptyGraph);

/** Among few nodes and ids, so that every rule refuses some of them. */
const anEdge = fc.record({
  source: fc.constantFrom("t", "a", "b", "c", "d"),
  target: fc.constantFrom("t", "a", "b", "c", "d", "gone"),
  sourcePort: fc.constantFrom("out", "out", "out", "no-port"),
  id: fc.integer({ min: 1, max: 60 }).map((number) => `e${number}`),
});

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

test.each(['the "quoted" one', "it's \\ {{a}} <b>", "Al", "Alpha", "ids are a and t", "😀 \u2028"])(
  "a node called %s keeps its connections: they name ids",
  (name) => {
    const chain = build(
      { type: "addNode", node: trigger("t") },
      { type: "addNode", node: { ...send("a"), name: "Alpha" }, edge: edge("t", "a") },
      { type: "addNode", node: { ...send("b"), name: "Alphabet" }, edge: edge("a", "b") },
    );
    const renamed = applyOperation(chain, { type: "renameNode", nodeId: "b", name });
    expect(renamed.nodes[2]?.name).toBe(name);
    expect(renamed.edges).toBe(chain.edges);
    expect(validateGraph(renamed)).toEqual([]);
  },
);

test("a graph has no more nodes and connections than it may", () => {
  const nodes = Array.from({ length: NODES_MAX }, (_, index) => send(`n${index}`));
  const full: Graph = { nodes, edges: [edge("n0", "n1")] };
  const one = applyOperation(full, { type: "remove", nodeIds: ["n9"], edgeIds: [] });
  const insertion: GraphOperation = {
    type: "insertOnEdge",
    edgeId: "n0-n1",
    node: send("x"),
    edges: [edge("n0", "x"), edge("x", "n1")],
  };
  for (const operation of [
    { type: "addNode", node: send("x") },
    { type: "addMany", nodes: [send("x")], edges: [] },
    insertion,
  ] satisfies GraphOperation[]) {
    expect(applyOperation(full, operation)).toBe(full);
    expect(applyOperation(one, operation).nodes).toHaveLength(NODES_MAX);
  }
  const edges = Array.from({ length: EDGES_MAX }, (_, index) =>
    edge(`n${index % 900}`, `n${900 + Math.floor(index / 900)}`, `e${index}`),
  );
  const crowded = { nodes, edges };
  expect(applyOperation(crowded, { type: "connect", edge: edge("n1", "n2") })).toBe(crowded);
});

test("many nodes get the same connections as one by one", () => {
  const chain = applyOperation(pair, { type: "addNode", node: send("b"), edge: edge("a", "b") });
  const nodes = ["c", "d"].map(send);
  const one = nodes.map((node): GraphOperation => ({ type: "addNode", node }));
  fc.assert(
    fc.property(fc.array(anEdge, { maxLength: 40 }), (edges) => {
      const connects = edges.map((each): GraphOperation => ({ type: "connect", edge: each }));
      const expected = [...one, ...connects].reduce(applyOperation, chain);
      expect(applyOperation(chain, { type: "addMany", nodes, edges })).toEqual(expected);
    }),
  );
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
      expect(graphSchema.parse(graph)).toEqual(graph);
    }),
  );
});
