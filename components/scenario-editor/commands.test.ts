import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Graph, NODES_MAX } from "@/lib/scenarios/graph";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { addNode, insertNode } from "./add-node";
import {
  connect,
  copySelection,
  deleteSelection,
  duplicateSelection,
  pasteText,
  selectAll,
  tidyUp,
  toggleDisabled,
} from "./commands";
import { createEditorStore, type EditorStore } from "./store";
import { testedScenario } from "./testing/scenario";

// Nothing is sent: what is tested is the document and its history.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const at = (x: number, y: number) => ({ position: { x, y } });
/** Two ways lead into "c" and two out of it. */
const graph: Graph = {
  nodes: [
    { ...trigger("t"), ...at(0, 0) },
    { ...send("a"), ...at(300, -80) },
    { ...send("b"), ...at(300, 80) },
    { ...send("c"), ...at(600, 0) },
    { ...send("d"), ...at(900, -80) },
    { ...send("e"), ...at(900, 80) },
  ],
  edges: [
    edge("t", "a"),
    edge("t", "b"),
    edge("a", "c"),
    edge("b", "c"),
    edge("c", "d"),
    edge("c", "e"),
  ],
};

function open(document: Graph = graph): EditorStore {
  return createEditorStore({ ...testedScenario(), graph: document });
}

const present = (store: EditorStore) => store.getState().history.present;
const entries = (store: EditorStore) => store.getState().history.past.length;
const select = (store: EditorStore, ...nodeIds: string[]) => store.getState().select({ nodeIds });
const pairs = (document: Graph) =>
  document.edges.map(({ source, target }) => `${source}>${target}`);

describe("each command is one entry; undo gives the former document, redo the later one:", () => {
  test.each<[what: string, command: (store: EditorStore) => void]>([
    ["delete one with ways in and out", (store) => deleteSelection(store, { nodeIds: ["c"] })],
    ["delete many", (store) => deleteSelection(store, { nodeIds: ["a", "c", "e"] })],
    ["delete the trigger", (store) => deleteSelection(store, { nodeIds: ["t"] })],
    ["delete a connection", (store) => deleteSelection(store, { edgeIds: ["a-c"] })],
    ["insert", (store) => insertNode(store, "webhooks.send", "c-d")],
    ["add", (store) => addNode(store, "webhooks.send")],
    ["duplicate many", duplicateSelection],
    ["paste many", (store) => pasteText(store, copySelection(store) ?? "")],
    ["switch off", toggleDisabled],
    ["connect", (store) => connect(store, { source: "d", sourcePort: "out", target: "e" })],
    ["tidy up", tidyUp],
    [
      "move many",
      (store) =>
        store
          .getState()
          .apply({ type: "moveNodes", positions: { a: { x: 8, y: 0 }, b: { x: 8, y: 8 } } }),
    ],
    [
      "make another document the draft",
      (store) => store.getState().apply({ type: "replace", graph: { nodes: [], edges: [] } }),
    ],
  ])("%s", (_, command) => {
    const store = open();
    select(store, "a", "b", "c");
    command(store);
    const after = present(store);
    expect(after).not.toEqual(graph);
    expect(entries(store)).toBe(1);
    store.getState().undo();
    expect(present(store)).toEqual(graph);
    store.getState().redo();
    expect(present(store)).toEqual(after);
  });
});

test("deleting leaves no connection to what is gone, and joins what it separated", () => {
  const store = open();
  deleteSelection(store, { nodeIds: ["c"] });
  expect(pairs(present(store)).sort()).toEqual(["a>d", "a>e", "b>d", "b>e", "t>a", "t>b"]);
  deleteSelection(store, { nodeIds: ["t", "a", "d"] });
  const ids = new Set(present(store).nodes.map(({ id }) => id));
  expect(
    present(store).edges.filter((each) => !ids.has(each.source) || !ids.has(each.target)),
  ).toEqual([]);
});

test("a freshly opened document has no entry, and undo can't empty it", () => {
  const store = open();
  selectAll(store);
  store.getState().undo();
  store.getState().redo();
  expect(present(store)).toBe(graph);
  expect(entries(store)).toBe(0);
});

test("selecting, looking for a field and moving the view make no entry and no unsaved change", () => {
  const store = open();
  const state = store.getState();
  selectAll(store);
  state.focusField("a", "webhookUrl");
  state.requestFit();
  state.requestReveal("a");
  state.show({ runId: "run_1" });
  state.show(null);
  expect(entries(store)).toBe(0);
  expect(store.autosave.isDirty()).toBe(false);
});

test("a duplicate has ids of its own everywhere, is offset, and alone is selected", () => {
  const store = open();
  select(store, "a", "c");
  duplicateSelection(store);
  const { nodes, edges } = present(store);
  const [copyA, copyC] = nodes.slice(-2);
  expect(new Set(nodes.map(({ id }) => id)).size).toBe(8);
  expect(copyA?.position).toEqual({ x: 340, y: -40 });
  expect(edges.slice(graph.edges.length)).toMatchObject([{ source: copyA?.id, target: copyC?.id }]);
  expect(edges.at(-1)?.id).not.toBe("a-c");
  expect(store.getState().selection.nodeIds).toEqual([copyA?.id, copyC?.id]);
  store.getState().apply({ type: "moveNodes", positions: { [copyA?.id ?? ""]: { x: 0, y: 0 } } });
  expect(present(store).nodes[1]?.position).toEqual({ x: 300, y: -80 });
});

test("what would make the scenario too large is refused in words, and changes nothing", () => {
  const nodes = Array.from({ length: NODES_MAX }, (_, index) => ({
    ...send(`n${index}`),
    ...at(0, 0),
  }));
  const store = open({ nodes, edges: [] });
  select(store, "n1", "n2");
  const text = copySelection(store) ?? "";
  expect(pasteText(store, text)).toEqual({ error: "A scenario may have 1000 nodes at most." });
  addNode(store, "webhooks.send");
  duplicateSelection(store);
  expect(present(store).nodes).toHaveLength(NODES_MAX);
  expect(entries(store)).toBe(0);
});

test("half-typed JSON of a deleted node stands in nobody's way", () => {
  const store = open();
  store.getState().setPendingText("a", "headers", "{");
  store.getState().setPendingText("b", "headers", "[");
  deleteSelection(store, { nodeIds: ["a"] });
  expect(store.getState().pendingTexts).toEqual({ "b:headers": "[" });
});

describe("a second trigger", () => {
  const kinds = (store: EditorStore) =>
    store.getState().history.present.nodes.map(({ operation }) => operation);

  test("is left out of what is pasted or duplicated, with what was connected to it", () => {
    const store = open();
    selectAll(store);
    const text = copySelection(store) ?? "";
    expect(pasteText(store, text)).toEqual({ note: expect.stringMatching(/trigger was left out/) });
    const triggers = kinds(store).filter((operation) => operation === graph.nodes[0]?.operation);
    expect(triggers).toHaveLength(1);
    expect(kinds(store)).toHaveLength(graph.nodes.length * 2 - 1);
    expect(store.getState().history.present.edges).toHaveLength(graph.edges.length * 2 - 2);
  });

  test("alone is refused in words, and changes nothing", () => {
    const store = open();
    store.getState().select({ nodeIds: ["t"] });
    const before = store.getState().history.present;
    expect(pasteText(store, copySelection(store) ?? "")).toEqual({
      error: expect.stringMatching(/one trigger/),
    });
    expect(store.getState().history.present).toBe(before);
  });
});
