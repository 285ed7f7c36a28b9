import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { DRAFT_MAX_BYTES } from "@/lib/scenarios/draft-text";
import { duplicateScenario } from "@/lib/scenarios/duplicate-scenario";
import { toExport } from "@/lib/scenarios/export-format";
import { getScenario } from "@/lib/scenarios/get-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { importScenario } from "@/lib/scenarios/import-scenario";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { saveOperations } from "@/lib/scenarios/save-operations";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { MASK } from "@/lib/secrets/mask";
import { readSecret } from "@/lib/secrets/store";
import { withTestDatabase } from "./support/database";

const ann: Actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" };
const robot: Actor = { kind: "apiKey", id: "key_robot", name: "Robot", scopes: [] };
const graph: Graph = { nodes: [trigger("t"), send("a")], edges: [edge("t", "a")] };

let id = "";

withTestDatabase();

beforeAll(async () => {
  await db().user.create({ data: { id: "usr_ann", name: "Ann", email: "ann@example.com" } });
  await db().apiKey.create({
    data: { id: "key_robot", name: "Robot", prefix: "tli_", keyHash: "hash", scopes: [] },
  });
});

beforeEach(async () => {
  ({ id } = await createScenario({ actor: ann, input: { name: "Saved", graph } }));
});

const rename = (name: string): GraphOperation => ({ type: "renameNode", nodeId: "a", name });
const config = (change: Record<string, unknown>): GraphOperation => ({
  type: "setConfig",
  nodeId: "a",
  config: { ...send("a").config, ...change },
});
const save = (
  baseRevision: number,
  operations: GraphOperation[],
  options: { actor?: Actor; lenient?: boolean } = {},
) => saveOperations({ actor: ann, id, input: { baseRevision, operations }, ...options });
const stored = () => db().scenario.findUniqueOrThrow({ where: { id } });
/** Everything that a save that is refused must leave as it is. */
const everything = async () => [
  await stored(),
  await db().secret.count(),
  await db().auditEntry.count(),
];

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

describe("the very same save, its answer lost", () => {
  it("is answered again and saved once, also with a secret in it", async () => {
    const operations = [rename("CRM"), config({ secret: "a planted secret" })];
    const first = await save(1, operations);
    const before = await everything();
    expect(await save(1, structuredClone(operations))).toEqual(first);
    expect(await everything()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain("planted");
  });

  it("is a 409 once somebody saved in between, or from somebody else, or with another edit", async () => {
    const conflict = { code: "stale_revision" };
    await save(1, [rename("CRM")]);
    await expect(save(1, [rename("CRM")], { actor: robot })).rejects.toMatchObject(conflict);
    await expect(save(1, [rename("Crm")])).rejects.toMatchObject(conflict);
    await saveDraft({ actor: robot, id, input: { baseRevision: 2, graph } });
    await expect(save(1, [rename("CRM")])).rejects.toMatchObject(conflict);
    // The same words from the revision after it are another save.
    expect((await save(3, [rename("CRM")])).revision).toBe(4);
  });
});

describe("the very same draft saved again, its answer lost", () => {
  const whole = (change: Record<string, unknown>): Graph => ({
    ...graph,
    nodes: [trigger("t"), { ...send("a"), config: { ...send("a").config, ...change } }],
  });
  const put = (baseRevision: number, draft: Graph, actor: Actor = ann) =>
    saveDraft({ actor, id, input: { baseRevision, graph: draft } });

  it.each([
    ["without a secret", { timeout: 60 }],
    ["with a secret that is entered", { secret: "a planted secret" }],
  ])("%s is answered again and saved once", async (_what, change) => {
    const first = await put(1, whole(change));
    const before = await everything();
    expect(await put(1, structuredClone(whole(change)))).toEqual(first);
    expect(await everything()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain("planted");
  });

  it("with the dots of a secret is answered again", async () => {
    await put(1, whole({ secret: "a planted secret" }));
    const masked = whole({ secret: MASK, timeout: 60 });
    const second = await put(2, masked);
    expect(await put(2, masked)).toEqual(second);
  });

  it("tells nobody whether a guess at a stored secret is right", async () => {
    await put(1, whole({ secret: "a planted secret" }));
    const before = await everything();
    for (const guess of ["a planted secret", "another secret"]) {
      await expect(put(1, whole({ secret: guess }), robot)).rejects.toMatchObject({
        code: "stale_revision",
        extra: { currentRevision: 2 },
      });
    }
    expect(await everything()).toEqual(before);
  });

  it("is a 409 once somebody saved in between, and with another draft", async () => {
    const conflict = { code: "stale_revision" };
    await put(1, whole({ timeout: 60 }));
    await expect(put(1, whole({ timeout: 61 }))).rejects.toMatchObject(conflict);
    await save(2, [rename("CRM")]);
    await expect(put(1, whole({ timeout: 60 }))).rejects.toMatchObject(conflict);
  });
});

describe("an edit that can't be applied", () => {
  const bad: [what: string, operations: unknown, path: string][] = [
    [
      "names an unknown node",
      [rename("ok"), { type: "setConfig", nodeId: "gone", config: {} }],
      "operations.1",
    ],
    ["uses an id again", [{ type: "addNode", node: send("a") }], "operations.0"],
    [
      "makes a circle",
      [
        { type: "addNode", node: send("b"), edge: edge("a", "b") },
        { type: "connect", edge: edge("b", "a") },
      ],
      "operations.1",
    ],
    ["is of no known type", [{ type: "explode" }], "operations.0.type"],
    ["is none", [], "operations"],
    [
      "doubles an id by restoring twice",
      [
        {
          type: "restore",
          nodes: [
            { index: 0, item: send("b") },
            { index: 1, item: send("b") },
          ],
          edges: [],
        },
      ],
      "graph.nodes.1.id",
    ],
    [
      "borrows a secret",
      [config({ secret: { $secret: "sec_01kay5q3m8sample0000000000" } })],
      "nodes.1.config.secret",
    ],
    ["has dots where nothing is stored", [config({ secret: MASK })], "nodes.1.config.secret"],
    ["holds a wrong value", [config({ retryAttempts: 6 })], "graph.nodes.1.config.retryAttempts"],
    [
      "adds a node with a wrong value",
      [{ type: "addNode", node: { ...send("b"), config: { webhookUrl: "half" } } }],
      "graph.nodes.2.config.webhookUrl",
    ],
  ];

  it.each(bad)(
    "that %s is refused by name, and nothing is written",
    async (_, operations, path) => {
      const before = await everything();
      const input = { baseRevision: 1, operations };
      await expect(saveOperations({ actor: ann, id, input })).rejects.toMatchObject({
        code: "invalid_request",
        errors: [{ path, message: expect.stringMatching(/\w/) }],
      });
      expect(await everything()).toEqual(before);
    },
  );

  it("that merely finds things as it wants them is no fault", async () => {
    const saved = await save(1, [{ type: "setNote", nodeId: "a", note: undefined }]);
    expect(saved).toMatchObject({ revision: 2, graph });
  });

  it("leniently, a wrong value is saved and shown as a problem", async () => {
    const saved = await save(1, [config({ retryAttempts: 6 })], { lenient: true });
    expect(saved.problems).toMatchObject([{ code: "config", nodeId: "a", path: "retryAttempts" }]);
  });
});

describe("a wrong value that the draft has already", () => {
  const half = { webhookUrl: "https://exam ple" };

  beforeEach(async () => {
    await save(1, [config(half), { type: "addNode", node: send("b"), edge: edge("t", "b") }], {
      lenient: true,
    });
  });

  it("is in nobody's way who edits something else", async () => {
    const saved = await save(2, [{ type: "renameNode", nodeId: "b", name: "CRM" }, rename("Shop")]);
    expect(saved.problems).toMatchObject([{ nodeId: "a", path: "webhookUrl" }]);
    const reordered = saved.graph.nodes.map(({ config: settings, ...node }) => ({
      ...node,
      config: Object.fromEntries(Object.entries(settings).reverse()),
    }));
    const whole = { baseRevision: 3, graph: { ...saved.graph, nodes: reordered } };
    expect(await saveDraft({ actor: robot, id, input: whole })).toMatchObject({ revision: 4 });
  });

  it("is refused when its node's settings are sent anew, or count again", async () => {
    const refusal = {
      code: "invalid_request",
      errors: [{ path: "graph.nodes.1.config.webhookUrl" }],
    };
    await expect(save(2, [config({ ...half, timeout: 60 })])).rejects.toMatchObject(refusal);
    const { graph: draft } = await save(2, [
      { type: "setDisabled", nodeIds: ["a"], disabled: true },
    ]);
    await expect(
      save(3, [{ type: "setDisabled", nodeIds: ["a"], disabled: false }]),
    ).rejects.toMatchObject(refusal);
    const nodes = draft.nodes.map((node) =>
      node.id === "a" ? { ...send("a"), config: half } : node,
    );
    const input = { baseRevision: 3, graph: { ...draft, nodes } };
    await expect(saveDraft({ actor: robot, id, input })).rejects.toMatchObject(refusal);
  });
});

describe("a draft that grows by many saves", () => {
  const large = (nodeId: string): GraphOperation => ({
    type: "addNode",
    node: { ...send(nodeId), operation: "crm.later", config: { text: "x".repeat(800_000) } },
  });

  it("is refused past its limit, with its size; nothing is lost and it can be made smaller", async () => {
    await save(1, [large("b")]);
    await save(2, [large("c")]);
    const before = await everything();
    await expect(save(3, [large("d"), config({ secret: "planted" })])).rejects.toMatchObject({
      code: "draft_too_large",
      detail: expect.stringMatching(/up 2 MiB at most; this one would take up 2\.29 MiB/),
      extra: { maxBytes: DRAFT_MAX_BYTES },
    });
    expect(await everything()).toEqual(before);
    const smaller = await save(3, [{ type: "remove", nodeIds: ["b"], edgeIds: [] }, large("d")]);
    expect(smaller.revision).toBe(4);
  });

  it("is refused in every way that a document is stored", async () => {
    const nodes = ["b", "c", "d"].flatMap((each) => {
      const operation = large(each);
      return operation.type === "addNode" ? [operation.node] : [];
    });
    const tooLarge = { ...graph, nodes: [...graph.nodes, ...nodes] };
    const document = toExport({ name: "Large", graph: tooLarge, now: new Date() });
    const before = await db().scenario.findMany();
    for (const attempt of [
      () => saveDraft({ actor: ann, id, input: { baseRevision: 1, graph: tooLarge } }),
      () => save(1, [{ type: "replace", graph: tooLarge }]),
      () => createScenario({ actor: ann, input: { name: "Large", graph: tooLarge } }),
      () => duplicateScenario({ actor: ann, id, input: { graph: tooLarge } }),
      () => importScenario({ actor: ann, input: { document } }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "draft_too_large" });
    }
    expect(await db().scenario.findMany()).toEqual(before);
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
