import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { duplicateScenario } from "@/lib/scenarios/duplicate-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { saveOperations } from "@/lib/scenarios/save-operations";
import { testScenario } from "@/lib/scenarios/test-scenario";
import { testWebhook } from "@/lib/scenarios/test-webhook";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { listSecrets } from "@/lib/secrets/list-secrets";
import { MASK } from "@/lib/secrets/mask";
import { readSecret } from "@/lib/secrets/store";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { withTestDatabase } from "./support/database";

const actor: Actor = { kind: "apiKey", id: "key_robot", name: "Robot", scopes: [] };
const other: Actor = { kind: "apiKey", id: "key_other", name: "Other", scopes: [] };
const HOME = "https://receiver.example/hook";
const AWAY = "https://elsewhere.example/hook";

const graphOf = (config: Record<string, unknown>): Graph => ({
  nodes: [trigger("t"), { ...send("a"), config }],
  edges: [edge("t", "a")],
});
const secrets = { secret: "the secret", headers: { Authorization: "Bearer x", "X-Shop": "1" } };

let id = "";

withTestDatabase();

async function create(config: Record<string, unknown>) {
  ({ id } = await createScenario({ actor, input: { name: "Orders", graph: graphOf(config) } }));
}

beforeEach(() => create({ webhookUrl: HOME, ...secrets }));

const stored = async () => (await getScenario({ actor, id })).graph.nodes[1]?.config ?? {};

/** As the editor does it: what breaks a rule stays, for publishing to refuse. */
async function save(config: Record<string, unknown>, lenient = true, by = actor) {
  const { revision } = await getScenario({ actor, id });
  const input = { baseRevision: revision, graph: graphOf(config) };
  return saveDraft({ actor: by, id, input, lenient });
}

const sendTest = async (config: Record<string, unknown>) =>
  testWebhook({ actor, id, input: { node: { ...send("a"), config } } });

const moved = {
  code: "scenario_invalid",
  errors: [
    expect.objectContaining({ nodeId: "a", field: "secret", path: "a.secret" }),
    expect.objectContaining({ nodeId: "a", field: "headers.Authorization" }),
  ],
};

describe("a stored secret whose address leads elsewhere", () => {
  it("is neither published nor tested, and is again when the address is put back", async () => {
    const config = await stored();
    await save({ ...config, webhookUrl: AWAY });
    await expect(activateScenario({ actor, id })).rejects.toMatchObject(moved);
    await expect(testScenario({ actor, id, input: {} })).rejects.toMatchObject(moved);
    await expect(sendTest({ ...config, webhookUrl: AWAY })).rejects.toMatchObject({
      code: "scenario_invalid",
      errors: [{ path: "node.config.secret" }, { path: "node.config.headers.Authorization" }],
    });
    await expect(
      sendTest({ ...config, webhookUrl: AWAY, secret: MASK, headers: {} }),
    ).rejects.toMatchObject({ errors: [{ path: "node.config.secret" }] });
    expect(await db().scenarioVersion.count({ where: { scenarioId: id } })).toBe(0);
    await save({ ...config, webhookUrl: `${HOME}/another-path?x=1` });
    expect(await activateScenario({ actor, id })).toMatchObject({ publishedVersion: 1 });
  });

  it.each([
    "http://receiver.example/hook",
    "https://receiver.example:8443/hook",
    "https://receiver.example.evil.example/hook",
    "https://evil.example/https://receiver.example/hook",
  ])("is not sent to %s", async (webhookUrl) => {
    await save({ ...(await stored()), webhookUrl });
    await expect(activateScenario({ actor, id })).rejects.toMatchObject(moved);
  });

  it("is the same address in another spelling", async () => {
    await save({ ...(await stored()), webhookUrl: "HTTPS://Receiver.Example:443/hook" });
    expect(await activateScenario({ actor, id })).toMatchObject({ status: "active" });
  });

  it("is refused at once of a program, which changes nothing", async () => {
    const config = await stored();
    const errors = [
      { path: "graph.nodes.1.config.secret" },
      { path: "graph.nodes.1.config.headers.Authorization" },
    ];
    for (const secret of [config.secret, MASK]) {
      const saved = save({ ...config, secret, webhookUrl: AWAY }, false);
      await expect(saved).rejects.toMatchObject({ code: "invalid_request", errors });
    }
    const edit = { type: "setConfig", nodeId: "a", config: { ...config, webhookUrl: AWAY } };
    const input = { baseRevision: 1, operations: [edit] };
    await expect(saveOperations({ actor, id, input })).rejects.toMatchObject({ errors });
    expect(await stored()).toEqual(config);
    // What is moved already is none of the doing of who changes something else.
    await save({ ...config, webhookUrl: AWAY });
    expect(await save({ ...config, webhookUrl: AWAY }, false)).toMatchObject({ revision: 3 });
  });

  it("is entered again for the new one, also when it is the same text", async () => {
    const before = await stored();
    await save({ ...before, webhookUrl: AWAY, ...secrets });
    const after = await stored();
    expect(after.secret).not.toEqual(before.secret);
    expect(await activateScenario({ actor, id })).toMatchObject({ status: "active" });
  });

  it("is not lent by another webhook of the scenario, nor by a copy of it", async () => {
    const config = await stored();
    const graph = graphOf(config);
    graph.nodes.push({ ...send("b"), config: { webhookUrl: AWAY, secret: config.secret } });
    graph.edges.push(edge("t", "b"));
    await saveDraft({ actor, id, input: { baseRevision: 1, graph }, lenient: true });
    await expect(activateScenario({ actor, id })).rejects.toMatchObject({
      errors: [expect.objectContaining({ nodeId: "b", field: "secret" })],
    });
    const copy = await duplicateScenario({
      actor,
      id,
      input: { graph: graphOf({ ...config, webhookUrl: AWAY }) },
    });
    await expect(activateScenario({ actor, id: copy.id })).rejects.toMatchObject(moved);
  });

  it("counts in a node that is switched off: a resend would use it", async () => {
    const graph = graphOf(await stored());
    graph.nodes.push({ ...send("b"), config: { webhookUrl: HOME } });
    graph.edges.push(edge("a", "b"));
    const [first, second, ...rest] = graph.nodes;
    if (!first || !second) throw new Error("the graph has lost its nodes");
    const config = { ...second.config, webhookUrl: AWAY };
    const nodes = [first, { ...second, disabled: true as const, config }, ...rest];
    const input = { baseRevision: 1, graph: { ...graph, nodes } };
    await saveDraft({ actor, id, input, lenient: true });
    await expect(activateScenario({ actor, id })).rejects.toMatchObject(moved);
  });
});

describe("a secret that was entered before there was an address", () => {
  beforeEach(() => create({ secret: "the secret" }));

  it("belongs to the address that it is first used with, if who entered it does so", async () => {
    const { items } = await listSecrets({ actor, scenarioId: id });
    expect(items).toMatchObject([{ origin: null, mayBind: true }]);
    const config = { ...(await stored()), webhookUrl: HOME };
    await save(config);
    await activateScenario({ actor, id });
    expect((await listSecrets({ actor, scenarioId: id })).items).toMatchObject([
      { origin: "https://receiver.example", mayBind: false },
    ]);
    await save({ ...config, webhookUrl: AWAY });
    await expect(activateScenario({ actor, id })).rejects.toMatchObject({
      code: "scenario_invalid",
    });
  });

  it("has to be entered again by anybody else", async () => {
    expect((await listSecrets({ actor: other, scenarioId: id })).items).toMatchObject([
      { origin: null, mayBind: false },
    ]);
    await save({ ...(await stored()), webhookUrl: AWAY }, true, other);
    await expect(activateScenario({ actor: other, id })).rejects.toMatchObject({
      code: "scenario_invalid",
    });
    const saved = save({ ...(await stored()), webhookUrl: `${AWAY}/2` }, false, other);
    await expect(saved).rejects.toMatchObject({ code: "invalid_request" });
  });
});

describe("a header that is marked as secret", () => {
  it("is stored apart, by any case of its name", async () => {
    await create({
      webhookUrl: HOME,
      headers: { "X-Shop": "planted value", "X-Other": "plain" },
      secretHeaders: ["x-shop"],
    });
    const { headers } = await stored();
    expect(headers).toEqual({ "X-Shop": { $secret: expect.any(String) }, "X-Other": "plain" });
    const { $secret } = (headers as { "X-Shop": { $secret: string } })["X-Shop"];
    expect(await readSecret(db(), $secret)).toBe("planted value");
  });
});

describe("secrets of before they belonged to an address", () => {
  it("get that of their webhook, the live one's first", async () => {
    const migration = readFileSync(
      inRoot("prisma/migrations/20261127174000_secrets/migration.sql"),
      "utf8",
    );
    const backfill = migration.slice(migration.indexOf("do $$"));
    const config = await stored();
    await activateScenario({ actor, id });
    const live = id;
    const draft = graphOf({ ...config, webhookUrl: AWAY });
    await db().scenario.update({ where: { id }, data: { draft: JSON.stringify(draft) } });
    await create({ webhookUrl: "HTTP://Plain.Example:80", secret: "another" });
    const unread = id;
    await create({ webhookUrl: "https://münchen.example/x", secret: "a third" });
    const foreign = id;
    await create({ webhookUrl: HOME, secret: "a fourth" });
    const broken = graphOf(await stored());
    broken.nodes.push({ ...send("b"), name: "\ud83d", config: {} });
    await db().scenario.update({ where: { id }, data: { draft: JSON.stringify(broken) } });
    await db().secret.updateMany({ data: { origin: null } });
    await db().$executeRawUnsafe(backfill);
    const originsOf = async (scenarioId: string) =>
      (await db().secret.findMany({ where: { scenarioId } })).map(({ origin }) => origin);
    expect(await originsOf(live)).toEqual(["https://receiver.example", "https://receiver.example"]);
    expect(await originsOf(unread)).toEqual(["http://plain.example"]);
    expect(await originsOf(foreign)).toEqual([null]);
    expect(await originsOf(id)).toEqual([null]);
  });
});
