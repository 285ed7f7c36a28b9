import { describe, expect, it } from "vitest";
import { type Graph, type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { type NodeState, type Plan, planRun } from "./plan";

const node = (id: string): GraphNode => ({
  id,
  operation: id === "t" ? "traderlaunchpad.orderCreated" : "webhooks.send",
  operationVersion: 1,
  name: id.toUpperCase(),
  ...(id.startsWith("x") && { disabled: true as const }),
  config: {},
});

/** A graph from its edges, as `t>a a>b`; a word without an arrow is a node on its own. */
function graphOf(text: string): Graph {
  const pairs = text.split(" ").map((word) => word.split(">"));
  const edges = pairs.flatMap(([source = "", target]) =>
    target === undefined ? [] : [{ id: `${source}-${target}`, source, sourcePort: "out", target }],
  );
  return { nodes: [...new Set(pairs.flat())].map(node), edges };
}

const letters: Record<string, NodeState> = {
  w: "waiting",
  s: "succeeded",
  f: "failed",
  k: "skipped",
  c: "cancelled",
};

/** States as `t:s a:w`: waiting, succeeded, failed, sKipped or cancelled; the rest is undecided. */
function statesOf(text: string): Map<string, NodeState> {
  const words = text.split(" ").filter((word) => word !== "");
  return new Map(
    words.map((word): [string, NodeState] => {
      const [id = "", letter = ""] = word.split(":");
      return [id, letters[letter] ?? "waiting"];
    }),
  );
}

const plan = (graph: Graph, states: ReadonlyMap<string, NodeState>) =>
  planRun(graph, states, nodeName);

/** A plan by its nodes' ids. */
const told = ({ ready, skip, outcome }: Plan) => ({
  ready: ready.map(({ id }) => id).join(" "),
  skip: Object.fromEntries(skip.map((each) => [each.node.id, each.reason])),
  outcome,
});

type Row = {
  when: string;
  graph: string;
  states: string;
  ready?: string;
  skip?: Record<string, string>;
  outcome?: Plan["outcome"];
};

const FAILED = "did not succeed.";

const chains: Row[] = [
  { when: "nothing has run: the trigger", graph: "t>a a>b", states: "", ready: "t" },
  { when: "the trigger is done: the next one", graph: "t>a a>b", states: "t:s", ready: "a" },
  { when: "a node waits: nothing", graph: "t>a a>b", states: "t:s a:w" },
  { when: "it has succeeded: the one after it", graph: "t>a a>b", states: "t:s a:s", ready: "b" },
  { when: "all succeeded", graph: "t>a a>b", states: "t:s a:s b:s", outcome: "succeeded" },
  {
    when: "it failed: what follows is skipped",
    graph: "t>a a>b b>c",
    states: "t:s a:f",
    skip: { b: `“A” ${FAILED}` },
  },
  {
    when: "a node was skipped: so is the next, for that reason",
    graph: "t>a a>b b>c",
    states: "t:s a:f b:k",
    skip: { c: "“B” was skipped." },
  },
  {
    when: "the end of a chain is skipped after a failure",
    graph: "t>a a>b b>c",
    states: "t:s a:f b:k c:k",
    outcome: "failed",
  },
  {
    when: "it was cancelled: what follows is skipped",
    graph: "t>a a>b",
    states: "t:s a:c",
    skip: { b: "“A” was cancelled." },
  },
  { when: "one was cancelled", graph: "t>a a>b", states: "t:s a:c b:k", outcome: "cancelled" },
  {
    when: "the trigger itself failed",
    graph: "t>a",
    states: "t:f",
    skip: { a: `“T” ${FAILED}` },
  },
  {
    when: "nothing leads to a node",
    graph: "t>a x",
    states: "t:s",
    ready: "a",
    skip: { x: "Nothing leads to this node." },
  },
  { when: "the graph has no nodes: it is done", graph: "", states: "", outcome: "succeeded" },
];

const JOIN = "t>a t>b a>c b>c";
const branches: Row[] = [
  { when: "several branches start together", graph: "t>a t>b t>c", states: "t:s", ready: "a b c" },
  {
    when: "one branch goes on while another waits",
    graph: "t>a t>b a>c",
    states: "t:s a:s b:w",
    ready: "c",
  },
  {
    when: "one branch failed: the other goes on",
    graph: "t>a t>b a>c b>d",
    states: "t:s a:f b:s",
    ready: "d",
    skip: { c: `“A” ${FAILED}` },
  },
  {
    when: "one branch failed and the other succeeded: the run failed",
    graph: "t>a t>b",
    states: "t:s a:f b:s",
    outcome: "failed",
  },
  {
    when: "one failed and one was cancelled: the run failed",
    graph: "t>a t>b",
    states: "t:s a:c b:f",
    outcome: "failed",
  },
  {
    when: "one was cancelled and one succeeded: the run was cancelled",
    graph: "t>a t>b",
    states: "t:s a:c b:s",
    outcome: "cancelled",
  },
  { when: "one failed while one waits: no outcome yet", graph: "t>a t>b", states: "t:s a:f b:w" },
];

const joins: Row[] = [
  { when: "one parent waits: the join waits too", graph: JOIN, states: "t:s a:s b:w" },
  { when: "one parent failed and one waits: it waits", graph: JOIN, states: "t:s a:f b:w" },
  { when: "both parents succeeded: it runs", graph: JOIN, states: "t:s a:s b:s", ready: "c" },
  { when: "only the first succeeded: it runs", graph: JOIN, states: "t:s a:s b:f", ready: "c" },
  { when: "only the second succeeded: it runs", graph: JOIN, states: "t:s a:k b:s", ready: "c" },
  {
    when: "no parent succeeded: it is skipped, naming the first",
    graph: JOIN,
    states: "t:s a:f b:c",
    skip: { c: `“A” ${FAILED}` },
  },
  {
    when: "a parent is undecided although its own parents are decided: it waits for it",
    graph: JOIN,
    states: "t:s a:s",
    ready: "b",
  },
];

describe("what comes next when", () => {
  describe.each([
    ["in a chain", chains],
    ["in branches", branches],
    ["at a join", joins],
  ])("%s", (_, rows) => {
    it.each(rows)("$when", ({ graph, states, ready = "", skip = {}, outcome = null }) => {
      const given = graph === "" ? { nodes: [], edges: [] } : graphOf(graph);
      expect(told(plan(given, statesOf(states)))).toEqual({ ready, skip, outcome });
    });
  });

  it("a node's parent is not in the graph any more: a general word stands for its name", () => {
    const graph = graphOf("t>a");
    const without = { ...graph, nodes: graph.nodes.filter(({ id }) => id === "a") };
    expect(told(plan(without, statesOf("t:f"))).skip).toEqual({
      a: `“The node before” ${FAILED}`,
    });
  });
});

/** Decides every node that comes up, as a run does, until nothing comes up any more. */
function walk(graph: Graph, decide: (id: string) => NodeState) {
  const states = new Map<string, NodeState>();
  const order: string[] = [];
  for (;;) {
    const next = plan(graph, states);
    if (next.ready.length === 0 && next.skip.length === 0) return { ...next, states, order };
    for (const { node: skipped } of next.skip) states.set(skipped.id, "skipped");
    for (const { id } of next.ready) {
      order.push(id);
      states.set(id, decide(id));
    }
  }
}

describe("a node that is switched off", () => {
  const OFF = "This node is switched off; the run passes it by.";
  it.each([
    ["is skipped with the reason", "t>x x>a", "t:s", "", { x: OFF }],
    ["lets what follows run", "t>x x>a", "t:s x:k", "a", {}],
    ["is passed by in a row of its kind", "t>x x>x2 x2>a", "t:s x:k x2:k", "a", {}],
    [
      "stops with what stands before it",
      "t>a a>x x>b",
      "t:s a:f x:k",
      "",
      { b: "“X” was skipped." },
    ],
    ["leaves the other way into a join", "t>x t>a x>j a>j", "t:s x:k a:f", "j", {}],
  ])("%s", (_, graph, states, ready, skip) => {
    expect(told(plan(graphOf(graph), statesOf(states)))).toMatchObject({ ready, skip });
  });
});

describe("a whole run", () => {
  const LENGTH = 1_000;
  const ids = ["t", ...Array.from({ length: LENGTH - 1 }, (_, index) => `n${index + 1}`)];
  const chain = graphOf(
    ids
      .slice(1)
      .map((id, index) => `${ids[index]}>${id}`)
      .join(" "),
  );

  it("of a thousand nodes in a row carries out each once, in order", () => {
    const { outcome, order } = walk(chain, () => "succeeded");
    expect(outcome).toBe("succeeded");
    expect(order).toEqual(ids);
  });

  it("of a thousand nodes in a row skips all that follow a failure", () => {
    const { outcome, order, states } = walk(chain, (id) => (id === "n1" ? "failed" : "succeeded"));
    expect(outcome).toBe("failed");
    expect(order).toEqual(["t", "n1"]);
    expect([...states.values()].filter((state) => state === "skipped")).toHaveLength(LENGTH - 2);
  });

  it("of a thousand branches starts all of them at once and joins them in one node", () => {
    const middle = ids.slice(1, -1);
    const star = graphOf(middle.flatMap((id) => [`t>${id}`, `${id}>end`]).join(" "));
    const { outcome, order } = walk(star, () => "succeeded");
    expect(outcome).toBe("succeeded");
    expect(order).toEqual(["t", ...middle, "end"]);
  });
});
