import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { settleHandOvers } from "@/lib/events/outbox";
import { updatePreferences } from "@/lib/instance/preferences";
import { countMissed } from "@/lib/missed/count-missed";
import { dismissMissed } from "@/lib/missed/dismiss-missed";
import { listMissed } from "@/lib/missed/list-missed";
import { sendMissed } from "@/lib/missed/send-missed";
import { continueMissed } from "@/lib/missed/start-missed";
import { createOrder } from "@/lib/orders/create-order";
import { startRuns } from "@/lib/runs/start-runs";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { deactivateScenario } from "@/lib/scenarios/deactivate-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { withTestDatabase } from "./support/database";
import { anOrder } from "./support/scenarios";

const { handedOver } = vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
  return { handedOver: vi.fn(async () => ({ ids: [] })) };
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: handedOver },
}));

const actor: Actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" };
const graph: Graph = { nodes: [trigger("t"), send("a")], edges: [edge("t", "a")] };

let scenarioId = "";

withTestDatabase();

afterAll(settleHandOvers);

beforeEach(async () => {
  if (scenarioId) await deleteScenario({ actor, id: scenarioId });
  ({ id: scenarioId } = await createScenario({ actor, input: { name: "Missing", graph } }));
  await activate();
});

const activate = () => activateScenario({ actor, id: scenarioId });
const pause = () => deactivateScenario({ actor, id: scenarioId });
const list = (query: object = {}) => listMissed({ actor, scenarioId, query });
const sendAll = (input?: unknown) => sendMissed({ actor, scenarioId, input });
const dismiss = (input?: unknown) => dismissMissed({ actor, scenarioId, input });
const counts = async () => (await countMissed({ actor })).items;
const runs = () => db().run.findMany({ where: { scenarioId }, orderBy: { id: "asc" } });
const requestedRuns = async () => {
  const messages = await db().outboxMessage.findMany({ where: { name: "scenario/run.requested" } });
  return messages.map(({ id }) => id);
};

/** An order is made; its event is not routed. */
async function newOrder() {
  const { id, eventId, orderId } = await createOrder({ actor, input: anOrder() });
  if (!eventId) throw new Error("The order has no event.");
  return { id, eventId, number: orderId };
}

/** An order is made, and its event routed. */
async function order() {
  const made = await newOrder();
  await startRuns({ eventIds: [made.eventId] });
  return made;
}

async function orders(count: number) {
  const made = [];
  for (let n = 0; n < count; n++) made.push(await order());
  return made;
}

describe("an event that a scenario listens to", () => {
  it("starts a run and is not missed while it is active", async () => {
    await order();
    expect(await runs()).toHaveLength(1);
    expect(await list()).toEqual({ items: [], nextCursor: null, prevCursor: null, total: 0 });
    expect(await counts()).toEqual([]);
  });

  it("is missed while it is paused, and listed with its order", async () => {
    await pause();
    const { id, eventId, number } = await order();
    expect(await runs()).toEqual([]);
    expect((await list()).items).toMatchObject([
      { eventId, event: "order.created", orderId: id, orderNumber: number },
    ]);
    expect(await counts()).toEqual([{ scenarioId, count: 1 }]);
  });

  it("is not missed by one that was never live, or was deleted", async () => {
    const draft = await createScenario({ actor, input: { name: "Draft", graph } });
    const gone = await createScenario({ actor, input: { name: "Gone", graph } });
    await activateScenario({ actor, id: gone.id });
    await deleteScenario({ actor, id: gone.id });
    await pause();
    await order();
    expect(await counts()).toEqual([{ scenarioId, count: 1 }]);
    expect(await db().missedEvent.count({ where: { scenarioId: draft.id } })).toBe(0);
  });

  it("is routed once: a repeat after the pause has ended starts no run, and one in it misses nothing", async () => {
    const before = await order();
    await pause();
    const { eventId } = await order();
    await startRuns({ eventIds: [before.eventId] });
    await activate();
    await startRuns({ eventIds: [eventId] });
    expect((await runs()).map((run) => run.eventId)).toEqual([before.eventId]);
    expect((await list()).items.map((item) => item.eventId)).toEqual([eventId]);
  });

  it("that is routed ten times at once is missed once", async () => {
    await pause();
    const { eventId } = await newOrder();
    await Promise.all(Array.from({ length: 10 }, () => startRuns({ eventIds: [eventId] })));
    expect((await list()).total).toBe(1);
  });

  it("is in the runs or in the list, whatever happens to the scenario meanwhile", async () => {
    const made = [];
    for (let n = 0; n < 10; n++) {
      const { eventId } = await newOrder();
      made.push(eventId);
      await Promise.all([startRuns({ eventIds: [eventId] }), n % 2 ? activate() : pause()]);
    }
    const found = [
      ...(await runs()).map((run) => run.eventId),
      ...(await list()).items.map((item) => item.eventId),
    ];
    expect(found.sort()).toEqual(made.sort());
  });
});

describe("missed events", () => {
  it("are listed newest first, page by page, with how many there are", async () => {
    await pause();
    const made = (await orders(5)).map(({ eventId }) => eventId).reverse();
    const first = await list({ limit: 2 });
    expect(first).toMatchObject({ total: 5, prevCursor: null });
    expect(first.items.map(({ eventId }) => eventId)).toEqual(made.slice(0, 2));
    const second = await list({ limit: 2, cursor: first.nextCursor });
    expect(second.items.map(({ eventId }) => eventId)).toEqual(made.slice(2, 4));
    const back = await list({ limit: 2, cursor: second.prevCursor });
    expect(back.items).toEqual(first.items);
  });

  it("are sent by one call, each once, on the version that is live now", async () => {
    await pause();
    const made = await orders(5);
    const { revision } = await getScenario({ actor, id: scenarioId });
    const nodes = [trigger("t"), { ...send("a"), name: "Renamed meanwhile" }];
    const input = { baseRevision: revision, graph: { ...graph, nodes } };
    await saveDraft({ actor, id: scenarioId, input });
    await activate();
    const { publishedVersionId } = await db().scenario.findUniqueOrThrow({
      where: { id: scenarioId },
    });

    expect(await sendAll()).toEqual({ started: 5, remaining: 0, notFound: [] });
    expect(await runs()).toMatchObject(
      made.map(({ eventId }) => ({ eventId, versionId: publishedVersionId, isTest: false })),
    );
    expect(await list()).toMatchObject({ items: [], total: 0 });
    expect(await counts()).toEqual([]);
    const audit = await db().auditEntry.findFirst({ where: { action: "missed.sent" } });
    expect(audit).toMatchObject({
      targetId: scenarioId,
      actorId: "usr_ann",
      detail: '{"events":5}',
    });
  });

  it("are sent once by ten calls at once, and by a repeat", async () => {
    await pause();
    await orders(5);
    await activate();
    const answers = await Promise.all(Array.from({ length: 10 }, () => sendAll()));
    expect(answers.reduce((sum, { started }) => sum + started, 0)).toBe(5);
    expect(await sendAll()).toEqual({ started: 0, remaining: 0, notFound: [] });
    expect(await runs()).toHaveLength(5);
    expect(
      await db().auditEntry.count({ where: { targetId: scenarioId, action: "missed.sent" } }),
    ).toBe(1);
  });

  it("have their runs asked for in the transaction that makes them", async () => {
    await pause();
    await orders(3);
    await activate();
    await settleHandOvers();
    handedOver.mockRejectedValueOnce(new Error("The engine is away."));
    await sendAll();
    await settleHandOvers();
    const ids = (await runs()).map(({ id }) => id);
    expect((await requestedRuns()).filter((id) => ids.includes(id)).sort()).toEqual(ids.sort());
  });

  it("that were chosen are sent, the others stay missed", async () => {
    await pause();
    const [one, two, three] = await orders(3);
    await activate();
    const items = (await list()).items;
    const chosen = items.filter(({ eventId }) => eventId !== two?.eventId).map(({ id }) => id);
    expect(await sendAll({ ids: chosen })).toEqual({ started: 2, remaining: 0, notFound: [] });
    expect((await runs()).map(({ eventId }) => eventId)).toEqual([one?.eventId, three?.eventId]);
    expect((await list()).items.map(({ eventId }) => eventId)).toEqual([two?.eventId]);
  });

  it("of another scenario are not sent by naming them", async () => {
    const other = await createScenario({ actor, input: { name: "Other", graph } });
    await activateScenario({ actor, id: other.id });
    await deactivateScenario({ actor, id: other.id });
    await order();
    const [theirs] = (await listMissed({ actor, scenarioId: other.id, query: {} })).items;
    const notFound = [theirs?.id];
    expect(await sendAll({ ids: notFound })).toEqual({ started: 0, remaining: 0, notFound });
    expect(await dismiss({ ids: notFound })).toEqual({ dismissed: 0, notFound });
    expect((await listMissed({ actor, scenarioId: other.id, query: {} })).total).toBe(1);
    await deleteScenario({ actor, id: other.id });
  });

  it("can't be sent while the scenario is paused: 409 says to activate it, nothing changes", async () => {
    await pause();
    await order();
    await expect(sendAll()).rejects.toMatchObject({
      code: "conflict",
      detail: "“Missing” is not active, so it can't send what it missed. Activate it first.",
    });
    expect((await list()).total).toBe(1);
    expect(await runs()).toEqual([]);
  });

  it("can be dismissed, all or the chosen ones, also while it is paused", async () => {
    await pause();
    await orders(3);
    const [newest] = (await list()).items;
    expect(await dismiss({ ids: [newest?.id] })).toEqual({ dismissed: 1, notFound: [] });
    // What was decided on is known all the same: a repeat is no mistake.
    expect(await dismiss({ ids: [newest?.id] })).toEqual({ dismissed: 0, notFound: [] });
    expect((await list()).total).toBe(2);
    expect(await dismiss()).toEqual({ dismissed: 2, notFound: [] });
    await activate();
    expect(await sendAll()).toEqual({ started: 0, remaining: 0, notFound: [] });
    expect(await runs()).toEqual([]);
  });

  it("of an unknown or deleted scenario are a 404, and odd choices a 400", async () => {
    const nobody = { actor, scenarioId: "scn_none" };
    await expect(listMissed({ ...nobody, query: {} })).rejects.toMatchObject({ code: "not_found" });
    await expect(sendMissed(nobody)).rejects.toMatchObject({ code: "not_found" });
    await expect(dismissMissed(nobody)).rejects.toMatchObject({ code: "not_found" });
    for (const input of [{ ids: [] }, { ids: [7] }, { all: true }, []])
      await expect(sendAll(input)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("go with their scenario and with their events", async () => {
    await pause();
    const { eventId, id } = await order();
    await db().outboxMessage.deleteMany();
    await db().event.delete({ where: { id: eventId } });
    expect((await list()).total).toBe(0);
    expect(id).toMatch(/^ord_/);
    await order();
    await deleteScenario({ actor, id: scenarioId });
    expect(await counts()).toEqual([]);
    scenarioId = "";
  });
});

describe("more missed events than the rate allows at once", () => {
  const next = async () => {
    const messages = await db().outboxMessage.findMany({
      where: { name: "scenario/missed.requested" },
    });
    return messages.map(({ id, data, nextAt }) => ({ id, nextAt, ...JSON.parse(data) }));
  };
  const TURN = 5;

  beforeEach(async () => {
    await db().outboxMessage.deleteMany();
    await updatePreferences({ actor, input: { replay: { perSecond: 1 } } });
    await pause();
    await orders(12);
    await activate();
  });

  it("start in turns, the oldest first, each asked for some seconds after the one before", async () => {
    const asked = Date.now();
    const expected = (await list()).items.map(({ eventId }) => eventId).reverse();
    expect(await sendAll()).toEqual({ started: TURN, remaining: 7, notFound: [] });
    expect((await runs()).map(({ eventId }) => eventId)).toEqual(expected.slice(0, TURN));
    const [turn, ...more] = await next();
    expect(more).toEqual([]);
    expect(turn).toMatchObject({ scenarioId });
    expect(turn?.nextAt.getTime()).toBeGreaterThan(asked + 4_000);
    expect(await continueMissed(turn)).toEqual({ started: TURN, remaining: 2 });
    expect(await continueMissed(turn)).toEqual({ started: 2, remaining: 0 });
    expect(await continueMissed(turn)).toEqual({ started: 0, remaining: 0 });
    expect((await runs()).map(({ eventId }) => eventId)).toEqual(expected);
  });

  it("go no faster for a second click while they are on their way", async () => {
    await sendAll();
    expect(await sendAll()).toEqual({ started: 0, remaining: 7, notFound: [] });
    expect(await runs()).toHaveLength(TURN);
    expect(await next()).toHaveLength(1);
  });

  it("stay missed where the scenario is paused again in between", async () => {
    await sendAll();
    const [turn] = await next();
    await pause();
    await order();
    expect(await continueMissed(turn)).toEqual({ started: 0, remaining: 0 });
    await activate();
    expect((await list()).total).toBe(8);
    // What was missed after the click is not a part of it.
    await continueMissed(turn);
    await continueMissed(turn);
    expect((await list()).total).toBe(1);
  });
});
