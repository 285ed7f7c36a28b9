import { describe, expect, test } from "vitest";
import { type Change, describeChanges } from "./describe-changes";
import type { Graph, GraphNode } from "./graph";
import { applyOperation, type GraphOperation } from "./operations";
import { edge, send, trigger } from "./testing/arbitrary";

const crm: GraphNode = { ...send("a"), name: "CRM" };
const base: Graph = { nodes: [trigger("t"), crm], edges: [edge("t", "a")] };
const edited = (...operations: GraphOperation[]) => operations.reduce(applyOperation, base);
const config = (change: Record<string, unknown>): GraphOperation => ({
  type: "setConfig",
  nodeId: "a",
  config: { ...crm.config, ...change },
});

const rows: [what: string, before: Graph, after: Graph, changes: Partial<Change>[]][] = [
  ["nothing", base, structuredClone(base), []],
  [
    "a new node and its connection",
    base,
    edited({
      type: "addNode",
      node: { ...send("b"), name: "Warehouse" },
      edge: edge("t", "b"),
    }),
    [
      { kind: "added", nodeId: "b", text: "“Warehouse” was added" },
      {
        kind: "connected",
        edgeId: "t-b",
        text: "“Order Created (Instant)” was connected to “Warehouse”",
      },
    ],
  ],
  [
    "a removed node, whose connections go unsaid",
    base,
    edited({ type: "remove", nodeIds: ["a"], edgeIds: [] }),
    [{ kind: "removed", nodeId: "a", text: "“CRM” was removed" }],
  ],
  [
    "a removed connection",
    base,
    edited({ type: "remove", nodeIds: [], edgeIds: ["t-a"] }),
    [
      {
        kind: "disconnected",
        edgeId: "t-a",
        text: "“Order Created (Instant)” is no longer connected to “CRM”",
      },
    ],
  ],
  [
    "a connection made anew under another id",
    base,
    { ...base, edges: [{ ...edge("t", "a"), id: "other" }] },
    [],
  ],
  [
    "a first name",
    { ...base, nodes: [trigger("t"), send("a")] },
    base,
    [{ kind: "changed", nodeId: "a", text: "“Send Webhook” was renamed to “CRM”" }],
  ],
  [
    "a name taken away",
    base,
    edited({ type: "renameNode", nodeId: "a", name: undefined }),
    [{ text: "“CRM” was renamed to “Send Webhook”" }],
  ],
  [
    "settings",
    base,
    edited(
      config({ webhookUrl: "https://example.com/new", retryAttempts: 5, retryOn: [408, 429] }),
    ),
    [
      {
        kind: "changed",
        nodeId: "a",
        text: "“CRM”: Webhook URL, Retry attempts, Also retry on changed",
        details: [
          {
            field: "webhookUrl",
            label: "Webhook URL",
            before: "https://example.com",
            after: "https://example.com/new",
          },
          { field: "retryAttempts", label: "Retry attempts", before: "not set", after: "5" },
          { field: "retryOn", label: "Also retry on", before: "not set", after: "408, 429" },
        ],
      },
    ],
  ],
  [
    "a note",
    base,
    edited({ type: "setNote", nodeId: "a", note: "Ask Ann first." }),
    [
      {
        text: "“CRM”: Note changed",
        details: [{ field: "note", label: "Note", before: "none", after: "Ask Ann first." }],
      },
    ],
  ],
  [
    "a node switched off",
    base,
    edited({ type: "setDisabled", nodeIds: ["a"], disabled: true }),
    [{ kind: "changed", nodeId: "a", text: "“CRM” was switched off" }],
  ],
  [
    "a node switched on",
    edited({ type: "setDisabled", nodeIds: ["a"], disabled: true }),
    base,
    [{ text: "“CRM” was switched on" }],
  ],
  [
    "a trigger's switch",
    base,
    edited({ type: "setConfig", nodeId: "t", config: { enabled: false } }),
    [
      {
        text: "“Order Created (Instant)”: Enabled changed",
        details: [{ field: "enabled", label: "Enabled", before: "not set", after: "off" }],
      },
    ],
  ],
  [
    "another operation under the same id",
    base,
    { ...base, nodes: [trigger("t"), { ...crm, operation: "gone.away", operationVersion: 2 }] },
    [
      {
        text: "“CRM” became another step: gone.away",
        details: [
          { field: "operation", label: "Operation", before: "Send Webhook", after: "gone.away" },
        ],
      },
      { text: "“CRM”: Version changed" },
    ],
  ],
  [
    "one move",
    base,
    edited({ type: "moveNodes", positions: { a: { x: 1, y: 2 } } }),
    [{ kind: "moved", text: "1 node was moved" }],
  ],
  [
    "moves",
    base,
    edited({ type: "moveNodes", positions: { a: { x: 1, y: 2 }, t: { x: 3, y: 4 } } }),
    [{ kind: "moved", text: "2 nodes were moved" }],
  ],
  ["another order in the document", base, { ...base, nodes: [...base.nodes].reverse() }, []],
  [
    "a headers object in another order",
    edited(config({ headers: { "X-A": "1", "X-B": "2" } })),
    edited(config({ headers: { "X-B": "2", "X-A": "1" } })),
    [],
  ],
];

test.each(rows)("%s", (_, before, now, changes) => {
  expect(describeChanges(before, now)).toEqual(
    changes.map((change) => expect.objectContaining(change)),
  );
});

describe("a secret", () => {
  const ref = (id: string) => ({ $secret: `sec_${id}` });
  const words: [what: string, before: object, now: object, field: string, words: string[]][] = [
    ["set", {}, { secret: ref("1") }, "secret", ["not set", "set"]],
    ["replaced", { secret: ref("1") }, { secret: ref("2") }, "secret", ["set", "replaced"]],
    ["typed anew", { secret: ref("1") }, { secret: "hunter2" }, "secret", ["set", "replaced"]],
    ["taken away", { secret: ref("1") }, {}, "secret", ["set", "removed"]],
    [
      "in a header",
      { headers: { "X-Plain": "a", Authorization: "Bearer hunter2" } },
      { headers: { "X-Plain": "a", Authorization: ref("2") } },
      "headers.Authorization",
      ["set", "replaced"],
    ],
    [
      "in a header that was marked as one",
      { headers: { "X-Plain": "hunter2" } },
      { headers: { "X-Plain": ref("2") } },
      "headers.X-Plain",
      ["set", "replaced"],
    ],
    [
      "in headers that are no object",
      { headers: [["Authorization", "hunter2"]] },
      {},
      "headers",
      ["set", "removed"],
    ],
  ];

  test.each(words)("%s is told without its value", (_, before, now, field, [from, to]) => {
    const changes = describeChanges(edited(config({ ...before })), edited(config({ ...now })));
    expect(changes).toHaveLength(1);
    expect(changes[0]?.details).toEqual([
      { field, label: expect.any(String), before: from, after: to },
    ]);
    expect(JSON.stringify(changes)).not.toMatch(/hunter2|sec_/);
  });

  test("of an operation that is not known is found by its name, at any depth", () => {
    const graph = (value: string): Graph => ({
      nodes: [
        {
          id: "x",
          operation: "gone.away",
          operationVersion: 1,
          config: { auth: { apiKey: value } },
        },
      ],
      edges: [],
    });
    const [change] = describeChanges(graph("hunter2"), graph("hunter3"));
    expect(change?.details).toEqual([
      { field: "auth", label: "auth", before: "set", after: "replaced" },
    ]);
  });
});

test("headers are told one by one, by their names", () => {
  const [change] = describeChanges(
    edited(config({ headers: { "X-Gone": "1", "X.Dotted": "2", "X-Same": "3" } })),
    edited(config({ headers: { "X.Dotted": "4", "X-Same": "3", "X-New": "5" } })),
  );
  expect(change?.text).toBe("“CRM”: Header X.Dotted, Header X-New, Header X-Gone changed");
  expect(change?.details?.map(({ before, after }) => [before, after])).toEqual([
    ["2", "4"],
    ["not set", "5"],
    ["1", "not set"],
  ]);
});

test("a long value is cut, and never within a character", () => {
  const [change] = describeChanges(base, edited(config({ webhookUrl: "😀".repeat(500) })));
  expect(change?.details?.[0]?.after).toBe(`${"😀".repeat(200)}…`);
});

test("500 nodes and 700 edges that all changed are described, each change once", () => {
  const ids = Array.from({ length: 500 }, (_, index) => `n${index}`);
  const edges = Array.from({ length: 700 }, (_, index) =>
    edge(ids[index % 499] ?? "", ids[499] ?? "", `e${index}`),
  ).map((each, index) => ({ ...each, sourcePort: `p${index}` }));
  const nodes = ids.map(send);
  const changed: Graph = {
    nodes: nodes.map((node, index) => ({
      ...node,
      position: { x: index, y: 0 },
      config: { webhookUrl: `https://example.com/${index}` },
    })),
    edges: [],
  };
  // Read once each: as many reads of ids as there are nodes and edges, not their product.
  let reads = 0;
  const counted = <T extends { id: string }>(items: T[]) =>
    items.map((item) => {
      const { id } = item;
      return Object.defineProperty({ ...item }, "id", {
        enumerable: true,
        get: () => {
          reads++;
          return id;
        },
      });
    });
  const changes = describeChanges({ nodes: counted(nodes), edges: counted(edges) }, changed);
  const count = (kind: Change["kind"]) => changes.filter((change) => change.kind === kind).length;
  expect(count("changed")).toBe(500);
  expect(count("disconnected")).toBe(700);
  expect(changes.at(-1)?.text).toBe("500 nodes were moved");
  expect(reads).toBeLessThan(10 * (nodes.length + edges.length));
});
