import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Scenario, scenarioApi } from "@/components/scenarios/api";
import { createEditorStore } from "./store";
import { testedScenario } from "./testing/scenario";

let server: Scenario;

beforeEach(() => {
  server = testedScenario();
});

afterEach(() => void vi.restoreAllMocks());

describe("renaming", () => {
  test("is waited for by who leaves, and the last of several names is the one that is stored", async () => {
    const store = createEditorStore(server);
    const stored: string[] = [];
    const waiting: (() => void)[] = [];
    vi.spyOn(scenarioApi, "rename").mockImplementation(async (_id, name) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      stored.push(name);
      return { ...server, name };
    });
    const answers = [store.getState().rename("One"), store.getState().rename("Two")];
    let hasLeft = false;
    const left = store
      .getState()
      .drain()
      .then(() => {
        hasLeft = true;
      });
    expect(store.getState()).toMatchObject({ renames: 2, published: { name: "Two" } });
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    expect(hasLeft).toBe(false);
    waiting[0]?.();
    await vi.waitFor(() => expect(waiting).toHaveLength(2));
    expect(hasLeft).toBe(false);
    waiting[1]?.();
    await Promise.all([...answers, left]);
    expect(stored).toEqual(["One", "Two"]);
    expect(store.getState()).toMatchObject({ renames: 0, published: { name: "Two" } });
  });

  test("that is refused gives the former name back and says why", async () => {
    const store = createEditorStore(server);
    vi.spyOn(scenarioApi, "rename").mockRejectedValue(new Error("Refused."));
    await expect(store.getState().rename("New")).rejects.toThrow("Refused.");
    expect(store.getState()).toMatchObject({ renames: 0, published: { name: "Tested" } });
    expect(await store.getState().drain()).toBe(true);
  });
});
