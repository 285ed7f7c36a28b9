import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "@/components/api";
import { scenarioApi } from "@/components/scenarios/api";
import type { Graph } from "@/lib/scenarios/graph";
import { applyOperation } from "@/lib/scenarios/operations";
import { send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { KEEP_AFTER_MS, keepUnsaved } from "./keep-unsaved";
import { readCopies } from "./recovery-copy";
import { createEditorStore } from "./store";
import { memoryStorage } from "./testing/memory-storage";
import { testedScenario } from "./testing/scenario";
import { whyUnsaved } from "./unsaved";

let isDown = false;
let graph: Graph;

beforeEach(() => {
  vi.useFakeTimers();
  isDown = false;
  graph = { nodes: [trigger("t"), send("a")], edges: [] };
  let revision = 1;
  vi.spyOn(scenarioApi, "saveOperations").mockImplementation(async (_id, _base, operations) => {
    if (isDown) throw new ApiProblem(0, "unreachable", "The server is down.", undefined, {});
    graph = operations.reduce(applyOperation, graph);
    revision += 1;
    return { ...scenario(), graph, revision };
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const scenario = () => ({ ...testedScenario(), graph });

function setUp(storage: Storage | null = memoryStorage()) {
  const store = createEditorStore(scenario());
  const keeper = keepUnsaved(store, storage, "mine");
  const rename = (name: string) =>
    store.getState().apply({ type: "renameNode", nodeId: "a", name });
  const kept = () =>
    storage ? readCopies(storage, "scn_1").map(({ after }) => after.nodes[1]?.name) : [];
  return { storage, store, keeper, rename, kept };
}

test("what the server takes at once is not kept", async () => {
  const { rename, kept, storage } = setUp();
  const setItem = vi.spyOn(storage ?? memoryStorage(), "setItem");
  rename("ERP");
  await vi.advanceTimersByTimeAsync(2 * KEEP_AFTER_MS);
  expect(graph.nodes[1]?.name).toBe("ERP");
  expect(kept()).toEqual([]);
  expect(setItem).not.toHaveBeenCalled();
});

test("while the server is down, the latest document is kept, in one copy, until it is saved", async () => {
  const { rename, kept, store } = setUp();
  isDown = true;
  rename("ERP");
  await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS);
  expect(kept()).toEqual(["ERP"]);
  rename("ERP 2");
  await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS);
  expect(kept()).toEqual(["ERP 2"]);
  isDown = false;
  expect(await store.getState().drain()).toBe(true);
  expect(kept()).toEqual([]);
});

test("a page that is being left keeps what is unsaved without waiting", () => {
  const { rename, kept, keeper } = setUp();
  rename("ERP");
  keeper.flush();
  expect(kept()).toEqual(["ERP"]);
});

test("what was undone, or saved elsewhere as a copy, is no longer kept", async () => {
  const { rename, kept, keeper, store } = setUp();
  isDown = true;
  rename("ERP");
  keeper.flush();
  store.getState().undo();
  keeper.flush();
  expect(kept()).toEqual([]);

  rename("ERP");
  keeper.flush();
  expect(kept()).toEqual(["ERP"]);
  store.autosave.forget();
  keeper.flush();
  expect(kept()).toEqual([]);
});

test("stopped, it keeps nothing more", async () => {
  const { rename, kept, keeper } = setUp();
  isDown = true;
  keeper.stop();
  rename("ERP");
  await vi.advanceTimersByTimeAsync(2 * KEEP_AFTER_MS);
  expect(kept()).toEqual([]);
});

test.each([
  ["has no room", memoryStorage({ room: 10 })],
  ["allows no storage", null],
])("where the browser %s, nobody is told that anything is kept", async (_, storage) => {
  const { rename, kept, store } = setUp(storage);
  isDown = true;
  rename("ERP");
  await vi.advanceTimersByTimeAsync(KEEP_AFTER_MS);
  expect(kept()).toEqual([]);
  expect(store.getState().kept).toEqual({ isKept: false, leftOut: [] });
  expect(whyUnsaved(store)).toMatch(/^Your work is not saved: .+ so it is lost if you leave\.$/);
  isDown = false;
  expect(await store.getState().drain()).toBe(true);
  expect(store.getState().kept).toBeNull();
  expect(whyUnsaved(store)).toBeNull();
});

test("who leaves is told of the latest: what is kept, and which secrets are not", async () => {
  const { store, kept } = setUp();
  isDown = true;
  const config = { ...send("a").config, secret: "plain" };
  store.getState().apply({ type: "renameNode", nodeId: "a", name: "ERP" });
  store.getState().apply({ type: "setConfig", nodeId: "a", config });
  expect(await store.getState().drain()).toBe(false);
  const why = whyUnsaved(store);
  expect(kept()).toEqual(["ERP"]);
  expect(why).toContain("It is kept in this tab alone");
  expect(why).toContain("Secrets are not: Secret of “ERP”.");
});
