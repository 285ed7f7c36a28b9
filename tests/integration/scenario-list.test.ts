import { encodeTime } from "ulid";
import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { listScenarios } from "@/lib/scenarios/list-scenarios";
import { listedScenarioSchema } from "@/lib/scenarios/schemas";
import { withTestDatabase } from "./support/database";

const ann: Actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" };
const DAY_MS = 24 * 3600 * 1000;

let id = "";

withTestDatabase();

beforeEach(async () => {
  ({ id } = await createScenario({ actor: ann, input: { name: "Listed" } }));
});

const list = async (query: object = {}) => (await listScenarios({ actor: ann, query })).items;
const listed = async (scenarioId: string) => {
  const found = (await list()).find((item) => item.id === scenarioId);
  if (!found) throw new Error("it is not in the list");
  return listedScenarioSchema.parse(found);
};

let lastRun = 0;

/** A run that started so many days ago, as it would be stored. Returns its id. */
async function runAt(
  scenarioId: string,
  daysAgo: number,
  { status = "succeeded", isTest = false } = {},
): Promise<string> {
  const createdAt = new Date(Date.now() - daysAgo * DAY_MS);
  lastRun += 1;
  const runId = `run_${encodeTime(createdAt.getTime()).toLowerCase()}${String(lastRun).padStart(16, "0")}`;
  const [versionId, eventId] = [newId("version"), newId("event")];
  await db().scenarioVersion.create({ data: { id: versionId, scenarioId, graph: "{}" } });
  await db().event.create({
    data: { id: eventId, type: "order.created", payload: "{}", occurredAt: createdAt },
  });
  await db().run.create({
    data: { id: runId, scenarioId, versionId, eventId, status, isTest, createdAt },
  });
  return runId;
}

describe("a scenario in the list", () => {
  it("that has never run says so", async () => {
    expect(await listed(id)).toMatchObject({
      lastRun: null,
      last7Days: { succeeded: 0, failed: 0 },
    });
  });

  it("names its newest run, whatever its state", async () => {
    await runAt(id, 3);
    const runId = await runAt(id, 1, { status: "running" });
    await runAt(id, 2, { status: "failed" });
    expect((await listed(id)).lastRun).toMatchObject({
      id: runId,
      status: "running",
      isTest: false,
    });
  });

  it("names a test as its newest run, and counts none", async () => {
    await runAt(id, 2);
    const runId = await runAt(id, 1, { status: "failed", isTest: true });
    expect(await listed(id)).toMatchObject({
      lastRun: { id: runId, status: "failed", isTest: true },
      last7Days: { succeeded: 1, failed: 0 },
    });
  });

  it("counts what ended by day, the oldest first, over seven times 24 hours", async () => {
    for (const daysAgo of [0.5, 0.6, 1.5, 6.9]) await runAt(id, daysAgo);
    for (const daysAgo of [0.5, 3.5]) await runAt(id, daysAgo, { status: "failed" });
    for (const status of ["running", "cancelled"]) await runAt(id, 2.5, { status });
    await runAt(id, 7.1);
    const { last7Days } = await listed(id);
    expect(last7Days).toMatchObject({ succeeded: 4, failed: 2 });
    expect(last7Days.days.map(({ succeeded }) => succeeded)).toEqual([1, 0, 0, 0, 0, 1, 2]);
    expect(last7Days.days.map(({ failed }) => failed)).toEqual([0, 0, 0, 1, 0, 0, 1]);
  });

  it("says since when each day counts", async () => {
    const { days } = (await listed(id)).last7Days;
    const times = days.map(({ since }) => Date.parse(since));
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((day) => day * DAY_MS),
    );
    expect(Date.now() - (times[6] ?? 0)).toBeGreaterThanOrEqual(DAY_MS);
    expect(Date.now() - (times[6] ?? 0)).toBeLessThan(DAY_MS + 60_000);
  });

  it("is told apart from the others, page by page", async () => {
    const other = (await createScenario({ actor: ann, input: { name: "Other" } })).id;
    const mine = await runAt(id, 1);
    const theirs = await runAt(other, 2, { status: "failed" });
    const [first] = await list({ limit: 1 });
    const [second] = await list({ limit: 1, cursor: other });
    expect(first).toMatchObject({ id: other, lastRun: { id: theirs }, last7Days: { failed: 1 } });
    expect(second).toMatchObject({ id, lastRun: { id: mine }, last7Days: { failed: 0 } });
  });

  it("is none of none", async () => {
    for (const item of await list({ limit: 100 }))
      await deleteScenario({ actor: ann, id: item.id });
    expect(await list()).toEqual([]);
  });
});
