import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { saveOperations } from "@/lib/scenarios/save-operations";
import { edge, send } from "@/lib/scenarios/testing/arbitrary";
import { MASK } from "@/lib/secrets/mask";
import { readSecret } from "@/lib/secrets/store";
import {
  ann,
  config,
  everything,
  graph,
  id,
  rename,
  robot,
  save,
  stored,
  withSavedScenario,
} from "./support/saves";

withSavedScenario();

describe("edits that are saved", () => {
  it("are applied in order, and the draft is the next revision, by whom", async () => {
    const saved = await save(1, [
      rename("CRM"),
      { type: "addNode", node: send("b"), edge: edge("a", "b") },
      { type: "renameNode", nodeId: "b", name: "Warehouse" },
    ]);
    expect(saved).toMatchObject({
      id,
      revision: 2,
      hasUnpublishedChanges: true,
      updatedBy: { id: "usr_ann", name: "Ann" },
      graph: { nodes: [{ id: "t" }, { name: "CRM" }, { name: "Warehouse" }] },
      problems: [],
    });
    expect(saved.graph.edges).toEqual([edge("t", "a"), edge("a", "b")]);
    expect(await getScenario({ actor: robot, id })).toEqual(saved);
    const audit = await db().auditEntry.findMany({
      where: { targetId: id, action: "scenario.saved" },
    });
    expect(audit.map(({ detail }) => detail)).toEqual(["revision 2"]);
  });

  it("make the same document as the whole draft saved at once", async () => {
    const byOperations = await save(1, [rename("CRM"), config({ timeout: 60 })]);
    const other = await createScenario({ actor: ann, input: { name: "Saved", graph } });
    const whole = await saveDraft({
      actor: ann,
      id: other.id,
      input: { baseRevision: 1, graph: byOperations.graph },
    });
    expect(JSON.stringify(whole.graph)).toBe(JSON.stringify(byOperations.graph));
  });

  it("say who saved last, whichever way", async () => {
    expect((await getScenario({ actor: ann, id })).updatedBy).toEqual({
      id: "usr_ann",
      name: "Ann",
    });
    const saved = await saveDraft({ actor: robot, id, input: { baseRevision: 1, graph } });
    expect(saved.updatedBy).toEqual({ id: "key_robot", name: "Robot" });
  });

  it("from a stale revision are a 409 with the current one, and overwrite nothing", async () => {
    await save(1, [rename("CRM")]);
    const before = await everything();
    for (const stale of [1, 3, Number.MAX_SAFE_INTEGER]) {
      await expect(save(stale, [rename("Warehouse")])).rejects.toMatchObject({
        code: "stale_revision",
        extra: { currentRevision: 2 },
      });
    }
    expect(await everything()).toEqual(before);
  });

  it("at the same time from the same revision are saved once, the others told", async () => {
    const saves = await Promise.allSettled(
      ["one", "two", "three", "four"].map((name) => save(1, [rename(name)])),
    );
    expect(saves.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await stored()).revision).toBe(2);
  });

  it("of a scenario that is not there are a 404", async () => {
    await expect(
      saveOperations({
        actor: ann,
        id: "scn_none",
        input: { baseRevision: 1, operations: [rename("x")] },
      }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("a secret within an edit", () => {
  it("is stored apart, kept by its dots and by its reference, and comes back with undo", async () => {
    const first = await save(1, [config({ secret: "a planted secret" })]);
    const ref = first.graph.nodes[1]?.config.secret as { $secret: string };
    expect(await readSecret(db(), ref.$secret)).toBe("a planted secret");
    const masked = await save(2, [config({ secret: MASK, timeout: 60 })]);
    expect(masked.graph.nodes[1]?.config).toMatchObject({ secret: ref, timeout: 60 });
    const removed = await save(3, [{ type: "remove", nodeIds: ["a"], edgeIds: [] }]);
    expect(removed.graph.nodes).toHaveLength(1);
    const item = first.graph.nodes[1];
    if (!item) throw new Error("no node");
    const restored = await save(4, [
      {
        type: "restore",
        nodes: [{ index: 1, item }],
        edges: [{ index: 0, item: edge("t", "a") }],
      },
    ]);
    expect(restored.graph).toEqual(first.graph);
  });
});

describe("what a draft stems from", () => {
  const base = async () => (await getScenario({ actor: ann, id })).draftBaseVersion;

  it("is the version it was published as, and stays that while it is edited", async () => {
    expect(await base()).toBeNull();
    expect((await activateScenario({ actor: ann, id })).draftBaseVersion).toBe(1);
    expect(await save(1, [rename("CRM")])).toMatchObject({
      draftBaseVersion: 1,
      hasUnpublishedChanges: true,
    });
    expect((await activateScenario({ actor: ann, id })).draftBaseVersion).toBe(2);
  });

  it("is the older version that was restored, until it is published anew", async () => {
    await activateScenario({ actor: ann, id });
    await save(1, [rename("CRM")]);
    await activateScenario({ actor: ann, id });
    const restored = await save(2, [{ type: "replace", graph }]);
    expect(restored).toMatchObject({
      draftBaseVersion: 1,
      publishedVersion: 2,
      hasUnpublishedChanges: true,
    });
    expect(await save(3, [rename("Other")])).toMatchObject({ draftBaseVersion: 1 });
    expect(await save(4, [rename("CRM")])).toMatchObject({
      draftBaseVersion: 2,
      hasUnpublishedChanges: false,
    });
  });
});
