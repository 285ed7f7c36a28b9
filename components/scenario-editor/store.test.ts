import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem } from "@/components/api";
import { type Scenario, scenarioApi } from "@/components/scenarios/api";
import type { Graph } from "@/lib/scenarios/graph";
import { applyOperation, type GraphOperation } from "@/lib/scenarios/operations";
import { createEditorStore } from "./store";
import { testedScenario } from "./testing/scenario";

/** The server: one scenario, saved by us or by somebody else. */
let server: Scenario;

const rename = (nodeId: string, name: string): GraphOperation => ({
  type: "renameNode",
  nodeId,
  name,
});
const namesOf = ({ nodes }: Graph) => nodes.map(({ id, name }) => name ?? id);

function save(change: Partial<Scenario>): Scenario {
  server = { ...server, ...change, revision: server.revision + 1 };
  return server;
}

/** Somebody else edits and saves. */
const saveElsewhere = (...operations: GraphOperation[]) =>
  save({ graph: operations.reduce(applyOperation, server.graph) });

beforeEach(() => {
  server = testedScenario();
  const requireRevision = (base: number) => {
    if (base === server.revision) return;
    const extra = { currentRevision: server.revision };
    throw new ApiProblem(409, "stale_revision", "Stale.", undefined, extra);
  };
  vi.spyOn(scenarioApi, "saveOperations").mockImplementation(async (_id, base, operations) => {
    requireRevision(base);
    return save({ graph: operations.reduce(applyOperation, server.graph) });
  });
  vi.spyOn(scenarioApi, "saveDraft").mockImplementation(async (_id, base, graph) => {
    requireRevision(base);
    return save({ graph });
  });
});

afterEach(() => void vi.restoreAllMocks());

/** An editor with an edit that met a conflict. */
async function inConflict(mine: GraphOperation, theirs: GraphOperation) {
  const store = createEditorStore(server);
  saveElsewhere(theirs);
  store.getState().apply(mine);
  expect(await store.getState().drain()).toBe(false);
  expect(store.getState().save.kind).toBe("conflict");
  return store;
}

describe("keeping both sides of a conflict", () => {
  test("saves both as edits of theirs, and undo takes mine out alone", async () => {
    const store = await inConflict(rename("a", "Mine"), rename("b", "Theirs"));
    vi.mocked(scenarioApi.saveOperations).mockClear();
    expect(await store.getState().keepBoth(server)).toBe(true);
    expect(namesOf(server.graph)).toEqual(["t", "Mine", "Theirs"]);
    expect(vi.mocked(scenarioApi.saveOperations).mock.calls).toEqual([
      ["scn_1", 2, [rename("a", "Mine")]],
    ]);
    expect(store.getState().save.kind).toBe("saved");
    store.getState().undo();
    expect(namesOf(store.getState().history.present)).toEqual(["t", "a", "Theirs"]);
    store.getState().undo();
    expect(namesOf(store.getState().history.present)).toEqual(["t", "a", "Theirs"]);
    store.getState().redo();
    expect(namesOf(store.getState().history.present)).toEqual(["t", "Mine", "Theirs"]);
    store.autosave.stop();
  });

  test("a second conflict during it does not discard the first merge", async () => {
    const store = await inConflict(rename("a", "Mine"), rename("b", "Theirs"));
    const seen = server;
    saveElsewhere(rename("t", "Once more"));
    expect(await store.getState().keepBoth(seen)).toBe(false);
    expect(store.getState().save).toEqual({ kind: "conflict", currentRevision: 3 });
    expect(namesOf(store.getState().history.present)).toEqual(["t", "Mine", "Theirs"]);
    // What is mine is mine alone again, so that it can be compared with the latest.
    expect(namesOf(store.getState().base())).toEqual(["t", "a", "Theirs"]);
    expect(await store.getState().keepBoth(server)).toBe(true);
    expect(namesOf(server.graph)).toEqual(["Once more", "Mine", "Theirs"]);
  });

  test("where the two clash, nothing happens", async () => {
    const store = await inConflict(rename("a", "Mine"), rename("a", "Theirs"));
    expect(await store.getState().keepBoth(server)).toBe(false);
    expect(store.getState().save.kind).toBe("conflict");
    expect(namesOf(store.getState().history.present)).toEqual(["t", "Mine", "b"]);
    expect(namesOf(server.graph)).toEqual(["t", "Theirs", "b"]);
  });

  test("with the same edit on both sides there is nothing left to be saved", async () => {
    const store = await inConflict(rename("a", "Same"), rename("a", "Same"));
    expect(await store.getState().keepBoth(server)).toBe(true);
    expect(server.revision).toBe(2);
    expect(store.getState().save.kind).toBe("saved");
    expect(store.autosave.isDirty()).toBe(false);
  });
});

test("mine replaces the state that was compared, not one that nobody has seen", async () => {
  const store = await inConflict(rename("a", "Mine"), rename("b", "Theirs"));
  const seen = saveElsewhere(rename("b", "Theirs again"));
  expect(await store.getState().overwrite(seen)).toBe(true);
  expect(namesOf(server.graph)).toEqual(["t", "Mine", "b"]);
});

describe("for those who only look", () => {
  const look = () => createEditorStore(server, null, { isReadOnly: true });

  test("nothing is edited or saved", async () => {
    const store = look();
    expect(store.getState().apply(rename("a", "Mine"))).toBe(false);
    expect(namesOf(store.getState().history.present)).toEqual(["t", "a", "b"]);
    expect(await store.getState().drain()).toBe(true);
    expect(scenarioApi.saveOperations).not.toHaveBeenCalled();
    expect(server.revision).toBe(1);
  });

  test("what others have saved is followed; what is the same stays the same", () => {
    const store = look();
    const before = store.getState().history;
    store.getState().follow(structuredClone({ ...server, status: "active" }));
    expect(store.getState().history).toBe(before);
    expect(store.getState().published.status).toBe("active");
    store.getState().follow(saveElsewhere(rename("b", "Theirs")));
    expect(namesOf(store.getState().history.present)).toEqual(["t", "a", "Theirs"]);
  });
});
