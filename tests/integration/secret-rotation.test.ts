import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { resolveConfig, webhookConfig } from "@/lib/deliveries/config";
import { pruneLeftovers } from "@/lib/retention/prune-leftovers";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { duplicateScenario } from "@/lib/scenarios/duplicate-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { testWebhook } from "@/lib/scenarios/test-webhook";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { endOverlap } from "@/lib/secrets/end-overlap";
import { listSecrets } from "@/lib/secrets/list-secrets";
import { rotateSecret } from "@/lib/secrets/rotate-secret";
import { sql } from "@/lib/sql";
import { withTestDatabase } from "./support/database";

const actor: Actor = { kind: "apiKey", id: "key_robot", name: "Robot", scopes: [] };
const DAY_MS = 86_400_000;
const hook = (id: string, secret?: string) => ({
  ...send(id),
  name: `Hook ${id}`,
  config: { webhookUrl: "https://example.com/hook", ...(secret ? { secret } : {}) },
});
const graph: Graph = {
  nodes: [trigger("t"), hook("a", "the first secret"), hook("b")],
  edges: [edge("t", "a"), edge("t", "b")],
};

let id = "";

withTestDatabase();

beforeEach(async () => {
  ({ id } = await createScenario({ actor, input: { name: "Orders", graph } }));
  await activateScenario({ actor, id });
});

const rotate = (secret: string, overlapDays: number, nodeId = "a") =>
  rotateSecret({ actor, scenarioId: id, nodeId, input: { secret, overlapDays } });

/** What a version signs with now, the newest first. */
async function signersOf(version: Graph, nodeId = "a"): Promise<string[]> {
  const config = webhookConfig(version, nodeId);
  if (!config) throw new Error("no such webhook");
  return (await resolveConfig(sql(), { config, signing: config.secret })).secrets;
}

const draftOf = async () => (await getScenario({ actor, id })).graph;
const rotations = () =>
  db().auditEntry.findMany({
    where: { targetId: id, action: { startsWith: "scenario.secret" } },
    orderBy: { id: "asc" },
  });

describe("a rotated secret", () => {
  it("signs in every version at once, and the former one beside it until the overlap ends", async () => {
    const version = await draftOf();
    const before = Date.now();
    const answer = await rotate("the second secret", 1);
    expect(answer).toMatchObject({ nodeId: "a", alsoSigns: [] });
    const until = Date.parse(answer.overlapUntil ?? "") - DAY_MS;
    expect(until).toBeGreaterThanOrEqual(before);
    expect(until).toBeLessThanOrEqual(Date.now());
    expect(JSON.stringify(answer)).not.toContain("second secret");
    expect(await draftOf()).toEqual(version);
    expect(await signersOf(version)).toEqual(["the second secret", "the first secret"]);

    await db().$executeRaw`
      UPDATE secrets SET previous_until = now() - interval '1 second' WHERE previous_id IS NOT NULL`;
    expect(await signersOf(version)).toEqual(["the second secret"]);
    expect((await listSecrets({ actor, scenarioId: id })).items).toMatchObject([
      { overlapUntil: null, rotatedAt: answer.rotatedAt },
    ]);
  });

  it("without an overlap leaves nothing of the former one", async () => {
    expect(await rotate("the second secret", 0)).toMatchObject({ overlapUntil: null });
    expect(await signersOf(await draftOf())).toEqual(["the second secret"]);
    expect(await db().secret.count({ where: { scenarioId: id } })).toBe(1);
  });

  it("is not rotated again by a repeat, and keeps no more than one former secret", async () => {
    const first = await rotate("the second secret", 7);
    expect(await rotate("the second secret", 7)).toEqual(first);
    expect(await rotations()).toHaveLength(1);
    await rotate("the third secret", 7);
    expect(await signersOf(await draftOf())).toEqual(["the third secret", "the second secret"]);
    expect(await db().secret.count({ where: { scenarioId: id } })).toBe(2);
  });

  it("loses its former one when the overlap is ended, once", async () => {
    await rotate("the second secret", 7);
    for (let turn = 0; turn < 2; turn++) {
      const ended = await endOverlap({ actor, scenarioId: id, nodeId: "a" });
      expect(ended).toMatchObject({ nodeId: "a", overlapUntil: null });
    }
    expect(await signersOf(await draftOf())).toEqual(["the second secret"]);
    expect(await db().secret.count({ where: { scenarioId: id } })).toBe(1);
    const entries = await rotations();
    expect(entries.map(({ action }) => action)).toEqual([
      "scenario.secretRotated",
      "scenario.secretOverlapEnded",
    ]);
    expect(JSON.stringify(entries)).not.toContain("the second secret");
  });

  it("names the webhooks that were copied with it", async () => {
    const draft = await draftOf();
    const secret = draft.nodes[1]?.config.secret;
    const nodes = draft.nodes.map((node) =>
      node.id === "b" ? { ...node, config: { ...node.config, secret } } : node,
    );
    await saveDraft({ actor, id, input: { baseRevision: 1, graph: { ...draft, nodes } } });
    expect((await rotate("the second secret", 1)).alsoSigns).toEqual([
      { nodeId: "b", nodeName: "Hook b" },
    ]);
    expect(await signersOf({ ...draft, nodes }, "b")).toEqual([
      "the second secret",
      "the first secret",
    ]);
  });

  it("is refused where there is none, or another one than the live version has", async () => {
    await expect(rotate("the second secret", 1, "nobody")).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(rotate("the second secret", 1, "b")).rejects.toMatchObject({ code: "conflict" });
    const draft = await draftOf();
    const nodes = draft.nodes.map((node) => (node.id === "a" ? hook("a", "unpublished") : node));
    await saveDraft({ actor, id, input: { baseRevision: 1, graph: { ...draft, nodes } } });
    await expect(rotate("the second secret", 1)).rejects.toMatchObject({ code: "conflict" });
    expect(await signersOf(draft)).toEqual(["the first secret"]);
  });

  it.each([
    [{ secret: " blank", overlapDays: 1 }, "secret"],
    [{ secret: "whsec_not base64", overlapDays: 1 }, "secret"],
    [{ secret: "fine", overlapDays: 8 }, "overlapDays"],
    [{ secret: "fine", overlapDays: -1 }, "overlapDays"],
    [{ secret: "fine", overlapDays: 0.5 }, "overlapDays"],
    [{ secret: "fine" }, "overlapDays"],
  ])("is refused as %j", async (input, path) => {
    const refused = rotateSecret({ actor, scenarioId: id, nodeId: "a", input });
    await expect(refused).rejects.toMatchObject({ code: "invalid_request", errors: [{ path }] });
  });

  it("keeps its former one through a night, and no longer than it counts", async () => {
    await rotate("the second secret", 7);
    const age = () => db().$executeRaw`UPDATE secrets SET created_at = now() - interval '3 days'`;
    await age();
    await pruneLeftovers({ before: new Date(0) });
    expect(await signersOf(await draftOf())).toEqual(["the second secret", "the first secret"]);
    await db().$executeRaw`
      UPDATE secrets SET previous_until = now() - interval '1 second' WHERE previous_id IS NOT NULL`;
    await pruneLeftovers({ before: new Date(0) });
    expect(await db().secret.count({ where: { scenarioId: id } })).toBe(1);
    expect(await signersOf(await draftOf())).toEqual(["the second secret"]);
  });
});

describe("a former secret", () => {
  const other: Actor = { kind: "apiKey", id: "key_other", name: "Other", scopes: [] };
  const AWAY = "https://elsewhere.example/hook";

  /** The reference to the former secret of the scenario's only rotation. */
  async function formerRef() {
    const row = await db().secret.findFirstOrThrow({
      where: { scenarioId: id, successors: { some: {} } },
    });
    return { $secret: row.id };
  }

  /** The graph with the former secret in a header of a webhook that goes elsewhere. */
  const carriedAway = (ref: { $secret: string }): Graph => ({
    nodes: [trigger("t"), { ...send("a"), config: { webhookUrl: AWAY, headers: { "X-A": ref } } }],
    edges: [edge("t", "a")],
  });

  it("keeps where it may go, and who entered it", async () => {
    const before = await db().secret.findFirstOrThrow({ where: { scenarioId: id } });
    await rotate("the second secret", 7);
    const former = await db().secret.findUnique({ where: { id: (await formerRef()).$secret } });
    expect(former).toMatchObject({ origin: "https://example.com", createdBy: actor.id });
    expect(former).toMatchObject({ origin: before.origin, createdBy: before.createdBy });
  });

  it("is referred to by no graph: not saved, tested, nor taken along by a copy", async () => {
    await rotate("the second secret", 7);
    const graph = carriedAway(await formerRef());
    const refused = { code: "invalid_request" };
    const input = { baseRevision: 1, graph };
    await expect(saveDraft({ actor: other, id, input, lenient: true })).rejects.toMatchObject(
      refused,
    );
    const node = graph.nodes[1];
    await expect(testWebhook({ actor: other, id, input: { node } })).rejects.toMatchObject(refused);
    await expect(
      duplicateScenario({ actor: other, id, input: { graph }, lenient: true }),
    ).rejects.toMatchObject(refused);
  });

  it("that a draft has got hold of before goes nowhere", async () => {
    await rotate("the second secret", 7);
    const ref = await formerRef();
    // As rows were written, and references let through, before.
    await db().secret.update({
      where: { id: ref.$secret },
      data: { origin: null, createdBy: null },
    });
    await db().scenario.update({
      where: { id },
      data: { draft: JSON.stringify(carriedAway(ref)) },
    });
    await expect(activateScenario({ actor: other, id })).rejects.toMatchObject({
      code: "scenario_invalid",
      errors: [{ nodeId: "a", field: "headers.X-A" }],
    });
  });
});

describe("a secret without an address that somebody else rotates", () => {
  const other: Actor = { kind: "apiKey", id: "key_other", name: "Other", scopes: [] };

  const draft: Graph = {
    nodes: [trigger("t"), { ...send("a"), config: { secret: "the first secret" } }],
    edges: [edge("t", "a")],
  };

  it.each([
    ["somebody else's, whose", other, 0],
    ["their own, whose", actor, 1],
  ])(
    "signs beside the new one only where that goes to who knows it: %s former rows are",
    async (_, by, formers) => {
      ({ id } = await createScenario({ actor, input: { name: "Drafted", graph: draft } }));
      const rotated = await rotateSecret({
        actor: by,
        scenarioId: id,
        nodeId: "a",
        input: { secret: "the second secret", overlapDays: 7 },
      });
      expect(rotated.overlapUntil === null).toBe(formers === 0);
      const rows = await db().secret.findMany({ where: { scenarioId: id } });
      expect(rows).toHaveLength(1 + formers);
      expect(rows.filter(({ previousId }) => previousId !== null)).toHaveLength(formers);
    },
  );

  it("is from then on theirs to send somewhere", async () => {
    ({ id } = await createScenario({ actor, input: { name: "Drafted", graph: draft } }));
    await rotateSecret({
      actor: other,
      scenarioId: id,
      nodeId: "a",
      input: { secret: "the second secret", overlapDays: 7 },
    });
    expect((await listSecrets({ actor, scenarioId: id })).items).toMatchObject([
      { origin: null, mayBind: false },
    ]);
    expect((await listSecrets({ actor: other, scenarioId: id })).items).toMatchObject([
      { origin: null, mayBind: true },
    ]);
  });
});
