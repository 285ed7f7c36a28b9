import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { trigger } from "@/lib/scenarios/testing/arbitrary";
import { validateGraph } from "@/lib/scenarios/validate";
import { addNode } from "./add-node";
import { duplicateSelection } from "./commands";
import { problemsOf } from "./derived";
import { createEditorStore } from "./store";
import { testedScenario } from "./testing/scenario";
import { isOnlyToFillIn, isToFillIn } from "./to-fill-in";

// Nothing is sent: what is tested is what the problems are called.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const scenario = { ...testedScenario(), graph: { nodes: [trigger("t")], edges: [] } };

function withFreshNode() {
  const store = createEditorStore(scenario);
  addNode(store, "webhooks.send");
  const node = () => {
    const added = store.getState().history.present.nodes.at(-1);
    if (!added) throw new Error("nothing was added");
    return added;
  };
  const isNeutral = () => {
    const { problems, freshIds } = store.getState();
    return isOnlyToFillIn(problemsOf(problems, node().id), node(), freshIds);
  };
  return { store, node, isNeutral };
}

test("what a fresh node lacks is to be filled in, and is a problem in the list all the same", () => {
  const { store, node, isNeutral } = withFreshNode();
  expect(isNeutral()).toBe(true);
  expect(store.getState().problems).toEqual([
    {
      code: "config",
      message: "Enter the address to send to.",
      nodeId: node().id,
      path: "webhookUrl",
    },
  ]);
});

test.each([
  ["a field of it was left", (id: string) => [id]],
  ["somebody tried to publish", () => []],
])("it is a fault once %s", (_, args) => {
  const { store, node, isNeutral } = withFreshNode();
  store.getState().endFresh(...args(node().id));
  expect(isNeutral()).toBe(false);
});

test("leaving another node's field changes nothing about it", () => {
  const { store, isNeutral } = withFreshNode();
  store.getState().endFresh("t");
  expect(isNeutral()).toBe(true);
});

test("what was typed and is wrong is a fault at once", () => {
  const { store, node, isNeutral } = withFreshNode();
  const config = { ...node().config, webhookUrl: "ftp://example.com" };
  store.getState().apply({ type: "setConfig", nodeId: node().id, config });
  expect(isNeutral()).toBe(false);
});

test("a fault beside it stays one: a setting that does not exist, a node that nothing leads to", () => {
  const { store, node } = withFreshNode();
  const { freshIds, history } = store.getState();
  const lost = validateGraph({ ...history.present, edges: [] }).filter(
    ({ nodeId }) => nodeId === node().id,
  );
  expect(lost.map(({ code }) => code).sort()).toEqual(["config", "unreachable"]);
  expect(lost.map((problem) => isToFillIn(problem, node(), freshIds))).toEqual(
    lost.map(({ code }) => code === "config"),
  );
  expect(isOnlyToFillIn(lost, node(), freshIds)).toBe(false);
});

test("a duplicate is not fresh, nor is what was there when the editor was opened", () => {
  const { store, isNeutral } = withFreshNode();
  duplicateSelection(store);
  expect(isNeutral()).toBe(false);
  const opened = createEditorStore({ ...scenario, graph: store.getState().history.present });
  expect(opened.getState().freshIds.size).toBe(0);
});
