import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { connectionKey } from "./connection-rules";
import { emptyGraph, type Graph, type GraphNode, graphSchema, NODES_MAX } from "./graph";
import { mergeGraphs } from "./merge-graphs";
import { applyOperation, type GraphOperation, sameJson } from "./operations";
import { anOperation, edge, send, trigger } from "./testing/arbitrary";
import { validateGraph } from "./validate";

const build = (from: Graph, ...operations: GraphOperation[]): Graph =>
  operations.reduce(applyOperation, from);

/** Trigger → Alpha → Beta. */
const base = build(
  emptyGraph,
  { type: "addNode", node: trigger("t") },
  { type: "addNode", node: { ...send("a"), name: "Alpha" }, edge: edge("t", "a") },
  { type: "addNode", node: { ...send("b"), name: "Beta" }, edge: edge("a", "b") },
);
const merge = (mine: GraphOperation[], theirs: GraphOperation[]) =>
  mergeGraphs({ base, mine: build(base, ...mine), theirs: build(base, ...theirs) });

const rename = (nodeId: string, name: string): GraphOperation => ({
  type: "renameNode",
  nodeId,
  name,
});
const address = (nodeId: string, webhookUrl: string): GraphOperation => ({
  type: "setConfig",
  nodeId,
  config: { webhookUrl },
});
const removal = (id: string): GraphOperation => ({ type: "remove", nodeIds: [id], edgeIds: [] });
const insertion = (node: string, source: string, target: string): GraphOperation => ({
  type: "insertOnEdge",
  edgeId: `${source}-${target}`,
  node: send(node),
  edges: [edge(source, node), edge(node, target)],
});

describe("changes of different things are all there", () => {
  const cases: [what: string, mine: GraphOperation[], theirs: GraphOperation[]][] = [
    ["two nodes", [rename("a", "Mine")], [rename("b", "Theirs")]],
    ["one node's name and its address", [rename("a", "Mine")], [address("a", "https://x.test")]],
    [
      "one node's note and its switch",
      [{ type: "setNote", nodeId: "a", note: "Mine" }],
      [{ type: "setDisabled", nodeIds: ["a"], disabled: true }],
    ],
    [
      "a node of one's own on each connection",
      [insertion("c", "t", "a")],
      [insertion("d", "a", "b")],
    ],
    ["a removal and a renaming beside it", [removal("b")], [rename("a", "Theirs")]],
    [
      "two branches from one node",
      [{ type: "addNode", node: send("c"), edge: edge("a", "c") }],
      [{ type: "addNode", node: send("d"), edge: edge("a", "d") }],
    ],
  ];
  test.each(cases)("%s", (_, mine, theirs) => {
    // They touch different things: one after the other gives the same, but for the lists' order.
    const expected = build(base, ...theirs, ...mine);
    const merged = merge(mine, theirs);
    expect(merged).toEqual({
      graph: {
        nodes: expect.arrayContaining(expected.nodes),
        edges: expect.arrayContaining(expected.edges),
      },
    });
    if ("graph" in merged) {
      expect(merged.graph.nodes).toHaveLength(expected.nodes.length);
      expect(merged.graph.edges).toHaveLength(expected.edges.length);
    }
  });

  test("the same change on both sides is made once", () => {
    const change = [rename("a", "Same"), removal("b")];
    expect(merge(change, change)).toEqual({ graph: build(base, ...change) });
  });

  test("a node that both moved stands where mine put it", () => {
    const to = (x: number): GraphOperation => ({
      type: "moveNodes",
      positions: { a: { x, y: 0 } },
    });
    expect(merge([to(1)], [to(2)])).toEqual({ graph: build(base, to(1)) });
    expect(merge([], [to(2)])).toEqual({ graph: build(base, to(2)) });
  });

  test("where only one side changed anything, its document is the result", () => {
    const changed = build(base, rename("a", "Only"), insertion("c", "a", "b"));
    expect(mergeGraphs({ base, mine: base, theirs: changed })).toEqual({ graph: changed });
    expect(mergeGraphs({ base, mine: changed, theirs: base })).toHaveProperty("graph");
  });
});

describe("a clash is named, and nothing is decided", () => {
  const cases: [what: string, mine: GraphOperation[], theirs: GraphOperation[], words: string[]][] =
    [
      [
        "two names",
        [rename("a", "Mine")],
        [rename("a", "Theirs")],
        ["Both changed “Alpha”, in different ways."],
      ],
      [
        "two addresses",
        [address("a", "https://mine.test")],
        [address("a", "https://theirs.test")],
        ["Both changed “Alpha”, in different ways."],
      ],
      [
        "removed here, edited there",
        [removal("a")],
        [rename("a", "Theirs")],
        ["You removed “Alpha”, which was changed elsewhere."],
      ],
      [
        "edited here, removed there",
        [rename("a", "Mine")],
        [removal("a")],
        ["You changed “Alpha”, which was removed elsewhere."],
      ],
      [
        "removed here, connected there",
        [removal("b")],
        [{ type: "addNode", node: send("c"), edge: edge("b", "c") }],
        ["You removed “Beta”, which was connected elsewhere."],
      ],
      [
        "connected here, removed there",
        [{ type: "addNode", node: send("c"), edge: edge("b", "c") }],
        [removal("b")],
        ["You connected “Beta”, which was removed elsewhere."],
      ],
      [
        "a node of each on the same connection",
        [insertion("c", "a", "b")],
        [insertion("d", "a", "b")],
        ["Both changed the connection from “Alpha” to “Beta”."],
      ],
      [
        "an id used for two nodes",
        [{ type: "addNode", node: send("c") }],
        [{ type: "addNode", node: { ...send("c"), name: "Other" } }],
        ["Both changed “Other”, in different ways."],
      ],
    ];
  test.each(cases)("%s", (_, mine, theirs, clashes) => {
    expect(merge(mine, theirs)).toEqual({ clashes });
  });

  test("connections that make a circle only together", () => {
    const loose = build(
      base,
      { type: "addNode", node: send("c") },
      { type: "addNode", node: send("d") },
    );
    const mine = build(loose, { type: "connect", edge: edge("c", "d") });
    const theirs = build(loose, { type: "connect", edge: edge("d", "c") });
    const merged = mergeGraphs({ base: loose, mine, theirs });
    expect(merged).toEqual({ clashes: [expect.stringContaining("would make a circle")] });
  });

  test("more nodes together than there may be", () => {
    const many = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => send(`${prefix}${index}`));
    const half = Math.ceil(NODES_MAX / 2);
    const side = (prefix: string) => ({ ...base, nodes: [...base.nodes, ...many(prefix, half)] });
    expect(mergeGraphs({ base, mine: side("m"), theirs: side("t") })).toEqual({
      clashes: [`Together they have more than ${NODES_MAX} nodes.`],
    });
  });
});

const parts = ["name", "note", "disabled"] as const;
const stepOf = ({ operation, operationVersion, config }: GraphNode) => [
  operation,
  operationVersion,
  config,
];
const partsOf = (node: GraphNode) => [stepOf(node), ...parts.map((part) => node[part])];
const keysOf = ({ edges }: Graph) => new Set(edges.map(connectionKey));

/** What a merge may never lose or break, told apart from how it is made. */
function checkMerged(
  { base: old, mine, theirs }: Record<"base" | "mine" | "theirs", Graph>,
  graph: Graph,
) {
  const structural = ["cycle", "self_loop", "edge_into_trigger", "duplicate_edge", "dangling_edge"];
  const broken: string[] = [...structural, "unknown_port", "duplicate_id"];
  expect(validateGraph(graph).filter(({ code }) => broken.includes(code))).toEqual([]);
  expect(graphSchema.parse(graph)).toEqual(graph);
  const find = (of: Graph, id: string) => of.nodes.find((node) => node.id === id);
  const ids = new Set([...old.nodes, ...mine.nodes, ...theirs.nodes].map(({ id }) => id));
  for (const id of ids) {
    const [before, here, there] = [find(old, id), find(mine, id), find(theirs, id)];
    const merged = find(graph, id);
    if (before && (!here || !there)) {
      expect(merged).toBeUndefined();
      continue;
    }
    expect(merged).toBeDefined();
    for (const side of [here, there]) {
      if (!side || !merged) continue;
      const was = before && partsOf(before);
      const now = partsOf(merged);
      partsOf(side).forEach((part, index) => {
        if (!was || !sameJson(part, was[index])) expect(now[index]).toEqual(part);
      });
    }
  }
  const keys = keysOf(graph);
  const was = keysOf(old);
  for (const side of [mine, theirs].map(keysOf)) {
    for (const key of side) if (!was.has(key)) expect(keys).toContain(key);
    for (const key of was) if (!side.has(key)) expect(keys).not.toContain(key);
  }
  for (const key of keys) {
    expect([was, keysOf(mine), keysOf(theirs)].some((known) => known.has(key))).toBe(true);
  }
}

test("a merge keeps every change of both sides, and the graph sound", () => {
  let mergedCount = 0;
  fc.assert(
    fc.property(
      fc.array(anOperation, { maxLength: 20 }),
      fc.array(anOperation, { maxLength: 4 }),
      fc.array(anOperation, { maxLength: 4 }),
      (first, second, third) => {
        const old = build(emptyGraph, ...first);
        const sides = { base: old, mine: build(old, ...second), theirs: build(old, ...third) };
        const before = structuredClone(sides);
        const merged = mergeGraphs(sides);
        expect(sides).toEqual(before);
        if ("clashes" in merged) {
          expect(merged.clashes.length).toBeGreaterThan(0);
        } else {
          mergedCount += 1;
          checkMerged(sides, merged.graph);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(mergedCount).toBeGreaterThan(50);
});
