import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canConnect } from "./connection-rules";
import { type Graph, type GraphNode, graphSchema } from "./graph";
import { applyOperation } from "./operations";
import { nodeSentence } from "./sentence";
import { anOperation } from "./testing/arbitrary";
import { nodeProblems, type Problem, validateGraph } from "./validate";

const trigger = (id = "t", config = {}): GraphNode => ({
  id,
  operation: "traderlaunchpad.orderCreated",
  operationVersion: 1,
  config,
});
const send = (id = "a", config = {}, name?: string): GraphNode => ({
  id,
  operation: "webhooks.send",
  operationVersion: 1,
  config: { webhookUrl: "https://example.com/hook", ...config },
  ...(name && { name }),
});
const edge = (source: string, target: string, id = `${source}-${target}`, sourcePort = "out") => ({
  id,
  source,
  sourcePort,
  target,
});
const graph = (nodes: GraphNode[], edges: Graph["edges"] = []): Graph => ({ nodes, edges });
const ta = edge("t", "a");
const sound = graph([trigger(), send()], [ta]);

const missing = { id: "x", operation: "gone.away", operationVersion: 1, config: { keep: 1 } };

const table: [rule: string, graph: Graph, problems: Partial<Problem>[]][] = [
  ["a sound graph has none", sound, []],
  [
    "a branch and a join are allowed",
    graph(
      [trigger(), send("a"), send("b"), send("c")],
      [ta, edge("t", "b"), edge("a", "c"), edge("b", "c")],
    ),
    [],
  ],
  ["an empty graph lacks both", graph([]), [{ code: "no_trigger" }, { code: "no_action" }]],
  ["no trigger", graph([send()]), [{ code: "no_trigger" }]],
  ["no action", graph([trigger()]), [{ code: "no_action" }]],
  [
    "two triggers",
    graph([trigger(), trigger("u"), send()], [ta]),
    [{ code: "many_triggers", nodeId: "u" }],
  ],
  [
    "a trigger switched off",
    graph([trigger("t", { enabled: false }), send()], [ta]),
    [{ code: "trigger_disabled", nodeId: "t", path: "enabled" }],
  ],
  [
    "a wrong trigger type",
    graph([trigger("t", { triggerType: "other" }), send()], [ta]),
    [{ code: "config", nodeId: "t", path: "triggerType" }],
  ],
  [
    "a faulty node that is switched off does not count",
    graph(
      [trigger(), send(), { ...send("b", { webhookUrl: "" }), disabled: true }],
      [ta, edge("a", "b")],
    ),
    [],
  ],
  [
    "an unknown operation counts although it is switched off",
    graph([trigger(), send(), { ...missing, disabled: true }], [ta, edge("a", "x")]),
    [{ code: "unknown_operation", nodeId: "x" }],
  ],
  [
    "a trigger can't be switched off as a node either",
    graph([{ ...trigger(), disabled: true }, send()], [ta]),
    [{ code: "trigger_disabled", nodeId: "t" }],
  ],
  [
    "every action switched off",
    graph([trigger(), { ...send(), disabled: true }], [ta]),
    [{ code: "no_action" }],
  ],
  [
    "a missing address",
    graph([trigger(), send("a", { webhookUrl: "" })], [ta]),
    [{ code: "config", nodeId: "a", path: "webhookUrl", message: "Enter the address to send to." }],
  ],
  [
    "a timeout out of range",
    graph([trigger(), send("a", { timeout: 1 })], [ta]),
    [{ code: "config", path: "timeout", message: "Timeout must be between 5 and 300." }],
  ],
  [
    "a bad header",
    graph([trigger(), send("a", { headers: { Host: "x" } })], [ta]),
    [{ code: "config", path: "headers.Host" }],
  ],
  [
    "an unknown setting",
    graph([trigger(), send("a", { colour: 1 })], [ta]),
    [{ code: "config", message: 'There is no setting called "colour".' }],
  ],
  [
    "an unknown operation",
    graph([trigger(), send(), missing], [ta, edge("a", "x")]),
    [{ code: "unknown_operation", nodeId: "x" }],
  ],
  [
    "a version from the future",
    graph([trigger(), { ...send(), operationVersion: 2 }], [ta]),
    [{ code: "unsupported_version", nodeId: "a" }],
  ],
  [
    "a node nothing leads to",
    graph([trigger(), send(), send("b")], [ta]),
    [{ code: "unreachable", nodeId: "b" }],
  ],
  [
    "a circle",
    graph(
      [trigger(), send("a", {}, "One"), send("b", {}, "Two")],
      [ta, edge("a", "b"), edge("b", "a")],
    ),
    [{ code: "cycle", message: expect.stringMatching(/“Two” to “One”/) }],
  ],
  [
    "an edge to itself",
    graph([trigger(), send()], [ta, edge("a", "a")]),
    [{ code: "self_loop", nodeId: "a", edgeId: "a-a" }],
  ],
  [
    "an edge into the trigger",
    graph([trigger(), send()], [ta, edge("a", "t")]),
    [{ code: "edge_into_trigger", nodeId: "t" }],
  ],
  [
    "a doubled edge",
    graph([trigger(), send()], [ta, edge("t", "a", "e2")]),
    [{ code: "duplicate_edge", edgeId: "e2" }],
  ],
  [
    "an edge to nowhere",
    graph([trigger(), send()], [ta, edge("a", "gone")]),
    [{ code: "dangling_edge", edgeId: "a-gone" }],
  ],
  [
    "an edge from an unknown output",
    graph([trigger(), send()], [ta, edge("t", "a", "e2", "other")]),
    [{ code: "unknown_port", edgeId: "e2" }],
  ],
  [
    "a doubled node id",
    graph([trigger(), send(), send()], [ta]),
    [{ code: "duplicate_id", nodeId: "a" }],
  ],
  [
    "a doubled edge id",
    graph([trigger(), send(), send("b")], [ta, edge("a", "b", "t-a")]),
    [{ code: "duplicate_id", edgeId: "t-a" }],
  ],
];

test.each(table)("%s", (_, input, problems) => {
  expect(validateGraph(input)).toEqual(problems.map((problem) => expect.objectContaining(problem)));
});

test("a chain of a thousand nodes is walked without recursion", () => {
  const nodes = [trigger(), ...Array.from({ length: 999 }, (_, index) => send(`n${index}`))];
  const edges = nodes.slice(1).map((node, index) => edge(nodes[index]?.id ?? "", node.id));
  expect(validateGraph(graph(nodes, edges))).toEqual([]);
});

describe("canConnect", () => {
  const three = graph(
    [trigger(), send("a", {}, "One"), send("b", {}, "Two")],
    [ta, edge("a", "b")],
  );
  test.each([
    ["t", "b", null],
    ["t", "a", /already/],
    ["a", "a", /itself/],
    ["b", "t", /trigger/],
    ["b", "a", /“Two” to “One”.*circle/],
    ["b", "gone", /"gone", which does not exist/],
  ])("%s to %s", (source, target, reason) => {
    const answer = canConnect(three, { source, sourcePort: "out", target });
    if (reason === null) expect(answer).toBeNull();
    else expect(answer).toMatch(reason);
  });
});

test("what may be drawn is what the server takes: both ask the same rules", () => {
  const ofEdges = new Set([
    "cycle",
    "self_loop",
    "edge_into_trigger",
    "duplicate_edge",
    "dangling_edge",
    "unknown_port",
  ]);
  const faultsOf = (input: Graph) =>
    validateGraph(input).filter(({ code }) => ofEdges.has(code)).length;
  const anId = fc.constantFrom("t", "u", "a", "b", "c", "d", "gone");
  const aConnection = fc.record({
    source: anId,
    sourcePort: fc.constantFrom("out", "out", "out", "other"),
    target: anId,
  });
  fc.assert(
    fc.property(fc.array(anOperation, { maxLength: 30 }), aConnection, (operations, connection) => {
      const given = operations.reduce(applyOperation, graph([]));
      const drawn = { ...given, edges: [...given.edges, { id: "drawn", ...connection }] };
      expect(canConnect(given, connection) === null).toBe(faultsOf(drawn) === 0);
    }),
  );
});

test("an edit checks the edited node alone, however many have problems", () => {
  const faulty = Array.from({ length: 500 }, (_, index) => send(`n${index}`, { webhookUrl: "" }));
  const before = graph([trigger(), ...faulty]);
  expect(validateGraph(before).filter(({ code }) => code === "config")).toHaveLength(500);
  const found = before.nodes.map(nodeProblems);
  const after = applyOperation(before, { type: "setNote", nodeId: "n7", note: "edited" });
  const again = after.nodes.map(nodeProblems);
  expect(again.flatMap((each, index) => (each === found[index] ? [] : [index]))).toEqual([8]);
});

describe("graphSchema", () => {
  const parse = (value: unknown) =>
    graphSchema.safeParse(value).error?.issues.map((issue) => issue.message) ?? [];
  test("fills in what may be left out", () => {
    const parsed = graphSchema.parse({
      nodes: [{ id: "t", operation: "traderlaunchpad.orderCreated", config: {} }],
      edges: [],
    });
    expect(parsed.nodes[0]?.operationVersion).toBe(1);
  });
  test("accepts incomplete drafts, and nodes of unknown operations as they are", () => {
    expect(graphSchema.parse(graph([missing]))).toEqual(graph([missing]));
  });
  test.each([
    [graph([send(), send()]), 'The node id "a" is used twice.'],
    [graph([trigger(), send()], [ta, ta]), 'The edge id "t-a" is used twice.'],
    [graph([send()], [edge("a", "b")]), 'The edge "a-b" names the node "b", which does not exist.'],
    [graph([{ ...send(), name: "  " }]), "A name can't be blank."],
    [graph([{ ...send(), id: "a b" }]), /^An id has/],
    [graph([{ ...send(), position: { x: 1e7, y: 0 } }]), /./],
    [graph([{ ...send(), position: { x: Number.NaN, y: 0 } }]), /./],
    [{ ...sound, extra: 1 }, /./],
  ])("refuses %j", (value, message) => {
    expect(parse(value)).toContainEqual(expect.stringMatching(message));
  });
});

test("a sentence fills its slots and hides what may be a token", () => {
  expect(nodeSentence(send("a", { webhookUrl: "https://example.com/h?token=1" }))).toBe(
    "POST to example.com/h",
  );
  expect(nodeSentence(send("a", { webhookUrl: "" }))).toBe("POST to …");
  expect(nodeSentence(missing)).toBe("Missing operation gone.away");
});
