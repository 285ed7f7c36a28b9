import { encodeTime } from "ulid";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { failingScenarios } from "@/lib/instance/failing-scenarios";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { deactivateScenario } from "@/lib/scenarios/deactivate-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { emptyGraph, type Graph } from "@/lib/scenarios/graph";
import { listScenarios } from "@/lib/scenarios/list-scenarios";
import { renameScenario } from "@/lib/scenarios/rename-scenario";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { SCENARIO_SORTS } from "@/lib/scenarios/schemas";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { withTestDatabase } from "./support/database";

const actor: Actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" };
const graph: Graph = {
  nodes: [trigger("t"), { ...send("a"), config: { webhookUrl: "https://example.com/hook" } }],
  edges: [edge("t", "a")],
};
const renamed: Graph = {
  ...graph,
  nodes: graph.nodes.map((node) => ({ ...node, name: "Another name" })),
};

const ids = new Map<string, string>();

const idOf = (name: string) => {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`no scenario is called ${name}`);
  return id;
};
const make = async (name: string, of: Graph = graph) => {
  const { id } = await createScenario({ actor, input: { name, graph: of } });
  ids.set(name, id);
  return id;
};
const list = (query: object) => listScenarios({ actor, query: { limit: 100, ...query } });
const names = async (query: object) => (await list(query)).items.map(({ name }) => name);

/** A run that started so many minutes ago, with a delivery that ended like this. */
async function delivered(name: string, minutesAgo: number, status: string): Promise<void> {
  const scenarioId = idOf(name);
  const createdAt = new Date(Date.now() - minutesAgo * 60_000);
  const idAt = (prefix: string) =>
    `${prefix}_${encodeTime(createdAt.getTime()).toLowerCase()}${newId("run").slice(-16)}`;
  const [runId, versionId, eventId] = [idAt("run"), newId("version"), newId("event")];
  await db().scenarioVersion.create({ data: { id: versionId, scenarioId, graph: "{}" } });
  await db().event.create({
    data: { id: eventId, type: "order.created", payload: "{}", occurredAt: createdAt },
  });
  await db().run.create({
    data: { id: runId, scenarioId, versionId, eventId, status: "succeeded", createdAt },
  });
  await db().delivery.create({
    data: {
      id: idAt("dlv"),
      runId,
      scenarioId,
      nodeId: "a",
      nodeName: "a",
      eventId,
      eventType: "order.created",
      url: "https://example.com/hook",
      targetHost: "example.com",
      body: "{}",
      status,
      maxAttempts: 1,
      createdAt,
    },
  });
}

withTestDatabase();

beforeAll(async () => {
  for (const name of ["delta", "Alpha", "100% sure", "charlie", "Bravo"]) await make(name);
  await make("Hollow", emptyGraph);
  for (const name of ["Alpha", "Bravo", "charlie", "delta"])
    await activateScenario({ actor, id: idOf(name) });
  await deactivateScenario({ actor, id: idOf("delta") });
  await saveDraft({
    actor,
    id: idOf("Bravo"),
    input: { baseRevision: 1, graph: renamed },
  });
  await deleteScenario({ actor, id: await make("Deleted") });
  await delivered("Alpha", 30, "failed");
  await delivered("charlie", 20, "failed");
  await delivered("charlie", 10, "succeeded");
  await delivered("delta", 5, "failed");
});

describe("the list of scenarios", () => {
  it("finds a part of a name, in any case and as typed", async () => {
    expect(await names({ q: " ALPH " })).toEqual(["Alpha"]);
    expect(await names({ q: "%" })).toEqual(["100% sure"]);
    expect(await names({ q: "_" })).toEqual([]);
    expect(await names({ q: "Deleted" })).toEqual([]);
  });

  it.each([
    ["active", ["Alpha", "Bravo", "charlie"]],
    ["paused", ["delta"]],
    ["draft", ["100% sure", "Hollow"]],
    ["inactive", ["100% sure", "delta", "Hollow"]],
  ])("that are %s", async (status, expected) => {
    expect(await names({ status, sort: "name" })).toEqual(expected);
  });

  it("that have unpublished changes are those that were published once", async () => {
    expect(await names({ attention: "unpublished" })).toEqual(["Bravo"]);
  });

  it("that have problems are those whose draft has some", async () => {
    const { items } = await list({ attention: "problems" });
    expect(items.map(({ name }) => name)).toEqual(["Hollow"]);
    expect(items[0]?.problems.length).toBeGreaterThan(0);
  });

  it("that are failing are those that the overview names", async () => {
    const { scenarios } = await failingScenarios(new Date());
    expect(scenarios.map(({ scenarioName }) => scenarioName)).toEqual(["Alpha"]);
    expect(await names({ attention: "failing" })).toEqual(["Alpha"]);
  });

  it("combines its filters", async () => {
    expect(await names({ q: "a", status: "active", sort: "-name" })).toEqual([
      "charlie",
      "Bravo",
      "Alpha",
    ]);
    expect(await names({ q: "alpha", attention: "unpublished" })).toEqual([]);
  });

  it("sorts by name without regard to case, both ways", async () => {
    const ordered = ["100% sure", "Alpha", "Bravo", "charlie", "delta", "Hollow"];
    expect(await names({ sort: "name" })).toEqual(ordered);
    expect(await names({ sort: "-name" })).toEqual(ordered.toReversed());
  });

  it("sorts by the last run, what never ran as the earliest", async () => {
    const newest = await names({ sort: "-lastRun" });
    expect(newest.slice(0, 3)).toEqual(["delta", "charlie", "Alpha"]);
    expect(await names({ sort: "lastRun" })).toEqual(newest.toReversed());
  });

  it("sorts by the last change", async () => {
    await renameScenario({ actor, id: idOf("charlie"), input: { name: "charlie" } });
    const { items } = await list({ sort: "-updated" });
    expect(items[0]?.name).toBe("charlie");
    const times = items.map(({ updatedAt }) => updatedAt);
    expect(times).toEqual(times.toSorted().reverse());
  });
});

describe("its pages", () => {
  const cases = SCENARIO_SORTS.flatMap((sort) => [
    { sort },
    { sort, status: "active" },
    { sort, attention: "problems" },
  ]);

  it.each(cases)("lead through all and back, each once: %j", async (query) => {
    const all = (await list(query)).items.map(({ id }) => id);
    const forward: string[] = [];
    let page = await list({ ...query, limit: 2 });
    expect(page.prevCursor).toBeNull();
    forward.push(...page.items.map(({ id }) => id));
    while (page.nextCursor) {
      page = await list({ ...query, limit: 2, cursor: page.nextCursor });
      forward.push(...page.items.map(({ id }) => id));
    }
    expect(forward).toEqual(all);
    const back = page.items.map(({ id }) => id).reverse();
    while (page.prevCursor) {
      page = await list({ ...query, limit: 2, cursor: page.prevCursor });
      back.push(...page.items.map(({ id }) => id).reverse());
    }
    expect(back).toEqual(all.toReversed());
  });

  it("are kept apart where names are the same", async () => {
    const twins = [await make("Twin"), await make("Twin"), await make("twin")];
    const found: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list({ q: "twin", sort: "name", limit: 1, cursor: cursor ?? undefined });
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(found).toEqual(twins);
  });

  it("stay where they were when the scenario at their end is renamed", async () => {
    const first = await list({ sort: "name", limit: 2 });
    const second = { sort: "name", limit: 2, cursor: first.nextCursor };
    const before = await names(second);
    await renameScenario({ actor, id: idOf("Alpha"), input: { name: "Zulu" } });
    expect(await names(second)).toEqual(before);
    await renameScenario({ actor, id: idOf("Alpha"), input: { name: "Alpha" } });
  });

  it("of one order are refused in another, and so is what is no cursor", async () => {
    const { nextCursor } = await list({ sort: "name", limit: 1 });
    const nul = Buffer.from(JSON.stringify(["name", "\u0000", idOf("Alpha")])).toString(
      "base64url",
    );
    for (const query of [
      { sort: "-name", cursor: nextCursor },
      { cursor: nextCursor },
      { sort: "name", cursor: idOf("Alpha") },
      { sort: "name", cursor: "e30" },
      { sort: "name", cursor: nul },
      { cursor: "--" },
    ])
      await expect(list(query)).rejects.toMatchObject({
        code: "invalid_request",
        errors: [{ path: "cursor" }],
      });
  });
});
