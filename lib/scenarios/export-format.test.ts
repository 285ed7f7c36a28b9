import { describe, expect, test } from "vitest";
import { MASK } from "@/lib/secrets/mask";
import { EXPORT_FORMAT, parseExport, placesToFillIn, toExport } from "./export-format";
import type { Graph, GraphNode } from "./graph";
import { edge, send, trigger } from "./testing/arbitrary";

const now = new Date("2026-11-26T09:00:00Z");
const ref = { $secret: "sec_01kay5q3m8sample0000000000" };
const exported = (...nodes: GraphNode[]) =>
  toExport({ name: "Orders", graph: { nodes, edges: [] }, now });
const hook = (config: Record<string, unknown>): GraphNode => ({
  ...send("a"),
  name: "CRM",
  config: { webhookUrl: "https://example.com", ...config },
});

test("an export is what its name says, and comes back as it was", () => {
  const graph: Graph = { nodes: [trigger("t"), hook({})], edges: [edge("t", "a")] };
  const document = toExport({ name: "Orders", graph, now });
  expect(document).toEqual({
    format: EXPORT_FORMAT,
    formatVersion: 1,
    exportedAt: "2026-11-26T09:00:00.000Z",
    name: "Orders",
    graph,
    removedSecrets: [],
  });
  for (const input of [document, JSON.stringify(document, null, 2)]) {
    expect(parseExport(input)).toEqual({ ok: true, document });
  }
});

const secrets: [what: string, config: Record<string, unknown>, paths: string[]][] = [
  ["a stored secret", { secret: ref }, ["secret"]],
  ["a secret typed in and not stored yet", { secret: "hunter2" }, ["secret"]],
  ["a secret of the wrong kind", { secret: ["hunter2"] }, ["secret"]],
  [
    "sensitive headers, stored or not",
    {
      headers: { Authorization: ref, "X-Api-Key": "hunter2", Cookie: ["hunter2"], "X-Plain": "1" },
    },
    ["headers.Authorization", "headers.X-Api-Key", "headers.Cookie"],
  ],
  ["a header that was marked as a secret", { headers: { "X-Plain": ref } }, ["headers.X-Plain"]],
  ["headers typed as text", { headers: "Authorization: hunter2" }, ["headers"]],
  ["headers typed as a list", { headers: [["Authorization", "hunter2"]] }, ["headers"]],
  ["a reference where none belongs", { deep: [{ er: ref }, 1] }, ["deep.0.er"]],
  ["a reference within a list", { list: [1, ref, 2] }, ["list.1"]],
];

describe("an export", () => {
  test.each(secrets)("does not hold %s, and names its place", (_, config, paths) => {
    const node = hook(config);
    const before = structuredClone(node);
    const document = exported(node);
    expect(node).toEqual(before);
    expect(JSON.stringify(document)).not.toMatch(/hunter2|sec_|\$secret/);
    const named = paths.map((path) => ({ nodeId: "a", nodeName: "CRM", path }));
    expect(document.removedSecrets).toHaveLength(paths.length);
    expect(document.removedSecrets).toEqual(expect.arrayContaining(named));
    expect(parseExport(document)).toEqual({ ok: true, document });
  });

  test("keeps everything else, such as plain headers and the places within a list", () => {
    const headers = { Authorization: ref, "X-Plain": "1" };
    const [node] = exported(hook({ headers, list: [1, ref, 2], retryAttempts: 0 })).graph.nodes;
    expect(node?.config).toEqual({
      webhookUrl: "https://example.com",
      headers: { "X-Plain": "1" },
      list: [1, null, 2],
      retryAttempts: 0,
    });
  });

  test("of an operation that is not known leaves out what is called like a secret", () => {
    const config = { auth: { token: "hunter2" }, login: { password: "hunter2" }, list: "kept" };
    const node = { ...send("x"), operation: "gone.away", config };
    const document = exported(node);
    expect(JSON.stringify(document)).not.toContain("hunter2");
    expect(document.graph.nodes[0]?.config.list).toBe("kept");
  });
});

const good = exported(trigger("t"), hook({}));
const changed = (change: object) => ({ ...good, ...change });
const withNode = (node: unknown) => changed({ graph: { nodes: [node], edges: [] } });

const faulty: [what: string, input: unknown, path: string, rule: RegExp][] = [
  ["no JSON", "{\n  oops}", "", /not JSON: look at line 2, column 3/],
  ["an unfinished text", '{"format":', "", /not JSON/],
  ["an empty text", "", "", /not JSON/],
  ["nothing", undefined, "format", /not an exported scenario/],
  ["null", null, "format", /not an exported scenario/],
  ["a list", "[]", "format", /not an exported scenario/],
  ["another tool's workflow", { nodes: [], connections: {} }, "format", /not an exported scenario/],
  ["an n8n workflow", { nodes: [], connections: {} }, "format", /This is an n8n workflow, not/],
  ["a Make blueprint", { name: "x", flow: [] }, "format", /This is a Make blueprint, not/],
  ["a Zapier export", { zaps: [] }, "format", /This is a Zapier export, not/],
  ["a bare graph", good.graph, "format", /not an exported scenario/],
  [
    "a later format",
    changed({ formatVersion: 2 }),
    "formatVersion",
    /newer release.*only version 1/,
  ],
  [
    "a format's version as text",
    changed({ formatVersion: "1" }),
    "formatVersion",
    /only version 1/,
  ],
  ["an unknown field", changed({ colour: 1 }), "colour", /not known/],
  ["no name", changed({ name: " " }), "name", /./],
  ["a time that is none", changed({ exportedAt: "yesterday" }), "exportedAt", /./],
  ["no graph", changed({ graph: undefined }), "graph", /^This is missing\.$/],
  ["a graph that is a text", changed({ graph: "x" }), "graph", /has to be an object/],
  [
    "an operation that is a number",
    withNode({ ...send("a"), operation: 7 }),
    "graph.nodes.0.operation",
    /has to be a text/,
  ],
  ["an unknown field of a node", withNode({ ...send("a"), x: 1 }), "graph.nodes.0.x", /not known/],
  ["an id with a space", withNode({ ...send("a"), id: "a b" }), "graph.nodes.0.id", /letters/],
  [
    "an id used twice",
    changed({ graph: { nodes: [send("a"), send("a")], edges: [] } }),
    "graph.nodes.1.id",
    /used twice/,
  ],
  [
    "an edge that leads nowhere",
    changed({ graph: { nodes: [trigger("t")], edges: [edge("t", "a")] } }),
    "graph.edges.0.target",
    /does not exist/,
  ],
  [
    "a reference to a secret",
    withNode(hook({ secret: ref })),
    "graph.nodes.0.config.secret",
    /kept elsewhere/,
  ],
  [
    "dots in place of a secret",
    withNode(hook({ headers: { Cookie: MASK } })),
    "graph.nodes.0.config.headers.Cookie",
    /kept elsewhere/,
  ],
  [
    "a secret that breaks its rule",
    withNode(hook({ secret: "a\n" })),
    "graph.nodes.0.config.secret",
    /line break/,
  ],
];

test.each(faulty)("%s is explained by path and rule", (_, input, path, rule) => {
  const parsed = parseExport(input);
  expect(parsed.ok ? [] : parsed.faults).toContainEqual({
    path,
    message: expect.stringMatching(rule),
  });
});

describe("what an import has to fill in", () => {
  test("are removed secrets, missing and wrong fields, and operations that do not exist here", () => {
    const unknown = { ...send("x"), operation: "gone.away", config: { keep: 1 } };
    const document = exported(
      trigger("t"),
      hook({ webhookUrl: "", secret: ref, headers: { "X.Api-Key": ref }, retryAttempts: 9 }),
      { ...send("b"), disabled: true as const, config: {} },
      unknown,
    );
    const place = (path: string, label: string) => ({ nodeId: "a", nodeName: "CRM", path, label });
    expect(placesToFillIn(document)).toEqual([
      place("secret", "Secret"),
      place("headers.X.Api-Key", "Header X.Api-Key"),
      place("webhookUrl", "Webhook URL"),
      place("retryAttempts", "Retry attempts"),
      { nodeId: "b", nodeName: "Send Webhook", path: "webhookUrl", label: "Webhook URL" },
      {
        nodeId: "x",
        nodeName: "gone.away",
        path: "operation",
        label: "Operation gone.away, which is not available here",
      },
    ]);
    expect(document.graph.nodes[3]).toEqual(unknown);
  });

  test("says nothing of a place whose node is not in the graph", () => {
    const removedSecrets = [{ nodeId: "none", nodeName: "None", path: "secret" }];
    expect(placesToFillIn({ ...good, removedSecrets })).toEqual([]);
  });
});
