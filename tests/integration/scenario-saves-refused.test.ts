import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { DRAFT_MAX_BYTES } from "@/lib/scenarios/draft-text";
import { duplicateScenario } from "@/lib/scenarios/duplicate-scenario";
import { toExport } from "@/lib/scenarios/export-format";
import { importScenario } from "@/lib/scenarios/import-scenario";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { saveOperations } from "@/lib/scenarios/save-operations";
import { edge, send } from "@/lib/scenarios/testing/arbitrary";
import { MASK } from "@/lib/secrets/mask";
import {
  ann,
  config,
  everything,
  graph,
  id,
  rename,
  robot,
  save,
  withSavedScenario,
} from "./support/saves";

withSavedScenario();

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
