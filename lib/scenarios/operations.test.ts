import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph, type Graph, type GraphNode, graphSchema } from "./graph";
import { applyOperation, type GraphOperation } from "./operations";
import { validateGraph } from "./validate";

const trigger = (id: string): GraphNode => ({
  id,
  operation: "traderlaunchpad.orderCreated",
  operationVersion: 1,
  config: {},
});
const send = (id: string): GraphNode => ({
  id,
  operation: "webhooks.send",
  operationVersion: 1,
  config: { webhookUrl: "https://example.com" },
});
const edge = (source: string, target: string, id = `${source}-${target}`) => ({
  id,
  source,
  sourcePort: "out",
  target,
});
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

const ids = fc.constantFrom("t", "u", "a", "b", "c", "d");
const nodes = ids.map((id) => (id === "t" || id === "u" ? trigger(id) : send(id)));
const edges = fc.tuple(ids, ids).map(([source, target]) => edge(source, target));
const operations: fc.Arbitrary<GraphOperation> = fc.oneof(
  fc.record({ type: fc.constant("addNode" as const), node: nodes, edge: edges }),
  fc.record({ type: fc.constant("connect" as const), edge: edges }),
  fc.record({
    type: fc.constant("remove" as const),
    nodeIds: fc.array(ids, { maxLength: 1 }),
    edgeIds: fc.array(
      edges.map(({ id }) => id),
      { maxLength: 1 },
    ),
  }),
  fc.record({
    type: fc.constant("moveNodes" as const),
    positions: fc.dictionary(ids, fc.record({ x: fc.integer(), y: fc.integer() })),
  }),
  fc.record({
    type: fc.constant("setConfig" as const),
    nodeId: ids,
    config: fc.dictionary(fc.string(), fc.jsonValue()),
  }),
  fc.record({ type: fc.constant("renameNode" as const), nodeId: ids, name: fc.string() }),
  fc.tuple(edges, nodes).map(([old, node]) => ({
    type: "insertOnEdge" as const,
    edgeId: old.id,
    node,
    edges: [edge(old.source, node.id), edge(node.id, old.target)] as [typeof old, typeof old],
  })),
);

test("no sequence of operations breaks the graph's structure or changes its input", () => {
  const structural = ["cycle", "self_loop", "edge_into_trigger", "duplicate_edge", "dangling_edge"];
  fc.assert(
    fc.property(fc.array(operations, { maxLength: 40 }), (sequence) => {
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
