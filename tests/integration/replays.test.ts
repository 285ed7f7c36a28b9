import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { engineEvents } from "@/inngest/client";
import { db } from "@/lib/db";
import { abandonResend } from "@/lib/deliveries/abandon-resend";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { failDelivery } from "@/lib/deliveries/fail-delivery";
import { settleHandOvers } from "@/lib/events/outbox";
import { newId } from "@/lib/ids";
import { updatePreferences } from "@/lib/instance/preferences";
import { abandonReplay } from "@/lib/replays/abandon-replay";
import { cancelReplay } from "@/lib/replays/cancel-replay";
import { createReplay } from "@/lib/replays/create-replay";
import { getReplay } from "@/lib/replays/get-replay";
import { listReplayItems } from "@/lib/replays/list-replay-items";
import { listReplays } from "@/lib/replays/list-replays";
import { previewReplay } from "@/lib/replays/preview-replay";
import { sendBatch } from "@/lib/replays/send-batch";
import { settleReplays } from "@/lib/replays/settle-replays";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { createTestDatabase, type TestDatabase } from "./support/database";

type Sent = { id: string; name: string; data: Record<string, string> };
const { sent } = vi.hoisted(() => ({ sent: [] as Sent[] }));
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: async (events: Sent[]) => sent.push(...events) },
}));

const actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" } as const;
const YESTERDAY = new Date(Date.now() - 86_400_000);

let database: TestDatabase;
let receiver: Receiver;

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
  process.env.DATABASE_URL = database.url;
  process.env.APP_SECRET = "a secret of the integration tests";
  process.env.HOST = "127.0.0.1";
  process.env.LOG_LEVEL = "silent";
});

afterAll(async () => {
  await settleHandOvers();
  await db().$disconnect();
  await receiver.close();
  await database.drop();
});

beforeEach(async () => {
  await settleHandOvers();
  sent.length = 0;
  receiver.reset();
});

afterEach(async () => {
  await db().$transaction([db().replay.deleteMany(), db().delivery.deleteMany()]);
});

type Kind = { status?: string; path?: string; targetHost?: string; completedAt?: Date | null };

/** Deliveries of one run that ended yesterday; failed ones, unless told otherwise. Their ids, in order. */
async function deliver(...kinds: Kind[]): Promise<string[]> {
  const nodes = kinds.map(({ path = "/hook" }, index) => ({
    id: `hook${index}`,
    operation: "webhooks.send",
    config: { webhookUrl: receiver.url(path), timeout: 5 },
  }));
  const graph = JSON.stringify({ nodes, edges: [] });
  const [scenarioId, versionId, eventId, runId] = [
    newId("scenario"),
    newId("version"),
    newId("event"),
    newId("run"),
  ];
  await db().scenario.create({ data: { id: scenarioId, name: "Replayed", draft: graph } });
  await db().scenarioVersion.create({ data: { id: versionId, scenarioId, number: 1, graph } });
  await db().event.create({
    data: { id: eventId, type: "order.created", payload: "{}", occurredAt: YESTERDAY },
  });
  await db().run.create({ data: { id: runId, scenarioId, versionId, eventId } });
  const rows = kinds.map((kind, index) => ({
    id: newId("delivery"),
    runId,
    scenarioId,
    nodeId: `hook${index}`,
    nodeName: "Hook",
    eventId,
    eventType: "order.created",
    url: receiver.url(kind.path ?? "/hook"),
    targetHost: kind.targetHost ?? "127.0.0.1",
    body: "{}",
    maxAttempts: 1,
    attemptCount: 1,
    status: kind.status ?? "failed",
    completedAt: kind.completedAt === undefined ? YESTERDAY : kind.completedAt,
  }));
  await db().delivery.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

const failed = (count: number, kind: Kind = {}) => Array.from({ length: count }, () => kind);

const create = (input: object, idempotencyKey?: string) =>
  createReplay({ actor, input, idempotencyKey });
const items = async (id: string, query: object = {}) =>
  (await listReplayItems({ actor, id, query: { limit: "100", ...query } })).items;
const statuses = async (id: string) =>
  Object.fromEntries((await items(id)).map((item) => [item.deliveryId, item.status]));
const reasons = async (id: string) => (await items(id)).map(({ reason }) => reason);
const counts = async (id: string) =>
  Object.fromEntries(
    Object.entries((await getReplay({ actor, id })).counts).filter(([, count]) => count > 0),
  );

/** What the engine was asked for since the test began. */
async function asked(name: string): Promise<Sent[]> {
  await settleHandOvers();
  return sent.filter((message) => message.name === name);
}
const resends = () => asked(engineEvents.deliveryResendRequested);
const resentIds = async () => (await resends()).map(({ data }) => data.deliveryId);

/** Batches as the engine asks for them, a second apart, until nothing waits. Returns how many. */
async function sendAll(replayId: string): Promise<number> {
  const from = Date.now();
  for (let n = 0; n < 50; n++) {
    const { isOver } = await sendBatch({ replayId, now: new Date(from + n * 1_000) });
    if (isOver) return n + 1;
  }
  throw new Error("it does not come to an end");
}

/** What the resend function does with a message. */
const attempt = (message: Sent) =>
  attemptDelivery({
    deliveryId: message.data.deliveryId ?? "",
    stepKey: message.data.stepKey ?? "",
    trigger: "manual",
    scheduled: 0,
  });

describe("a replay that is made", () => {
  it("takes in what its filter matches, the oldest first, and asks the engine to begin", async () => {
    const [first, , last] = await deliver({}, { status: "succeeded" }, {});
    const replay = await create({ filter: { status: "failed" }, perSecond: 7 });
    expect(replay).toMatchObject({
      id: expect.stringMatching(/^rpl_/),
      status: "running",
      filter: { status: "failed" },
      total: 2,
      perSecond: 7,
      counts: { waiting: 2, sending: 0 },
      completedAt: null,
    });
    expect((await items(replay.id)).map(({ deliveryId }) => deliveryId)).toEqual([first, last]);
    expect(await asked(engineEvents.replayRequested)).toMatchObject([
      { id: `${replay.id}:1`, data: { replayId: replay.id, round: "1" } },
    ]);
    expect(await db().auditEntry.findFirst({ where: { targetId: replay.id } })).toMatchObject({
      action: "replay.created",
      actorId: actor.id,
    });
  });

  it("of named deliveries takes each once, and says which are not there", async () => {
    const [first = "", second = ""] = await deliver({}, { status: "succeeded" });
    const unknown = newId("delivery");
    const replay = await create({ deliveryIds: [second, unknown, first, second] });
    expect(replay).toMatchObject({ total: 3, filter: null, counts: { waiting: 2, skipped: 1 } });
    const found = await items(replay.id);
    expect(found.map(({ deliveryId }) => deliveryId)).toEqual([first, second, unknown]);
    expect(found[2]).toMatchObject({ status: "skipped", reason: expect.any(String), isGone: true });
  });

  it("goes at the instance's rate where none is asked for", async () => {
    const [id] = await deliver({});
    await updatePreferences({ actor, input: { replay: { perSecond: 33 } } });
    expect(await create({ deliveryIds: [id] })).toMatchObject({ perSecond: 33 });
  });

  it.each([
    ["no deliveries and no filter", {}],
    ["both", { deliveryIds: [newId("delivery")], filter: {} }],
    ["an empty list", { deliveryIds: [] }],
    ["what is no delivery", { deliveryIds: [newId("run")] }],
    ["too many by name", { deliveryIds: Array.from({ length: 1_001 }, () => newId("delivery")) }],
    ["a rate of none", { filter: {}, perSecond: 0 }],
    ["a rate above the highest", { filter: {}, perSecond: 201 }],
    ["a filter that the list does not have", { filter: { state: "failed" } }],
  ])("is refused with %s", async (_, input) => {
    await expect(create(input)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it.each([
    ["no filter matches", { filter: { status: "failed" } }],
    ["no named delivery is there", { deliveryIds: [newId("delivery")] }],
  ])("is a conflict, and leaves nothing, when %s", async (_, input) => {
    await expect(create(input)).rejects.toMatchObject({ code: "conflict" });
    expect(await db().replay.count()).toBe(0);
    expect(await asked(engineEvents.replayRequested)).toEqual([]);
  });

  it("leaves to another replay what that has not sent yet, until it has", async () => {
    const [mine = "", shared = ""] = await deliver({}, {});
    const first = await create({ deliveryIds: [shared] });
    const second = await create({ deliveryIds: [mine, shared] });
    expect(await statuses(second.id)).toEqual({ [mine]: "waiting", [shared]: "skipped" });
    expect(await reasons(second.id)).toEqual([null, expect.stringContaining("another replay")]);
    await expect(create({ filter: {} })).rejects.toMatchObject({ code: "conflict" });
    await cancelReplay({ actor, id: first.id });
    expect(await create({ deliveryIds: [shared] })).toMatchObject({ counts: { waiting: 1 } });
  });

  it("shares the deliveries with another one made at the same moment: each is in one of them", async () => {
    const ids = await deliver(...failed(200));
    const made = await Promise.allSettled([1, 2, 3].map(() => create({ filter: {} })));
    const replays = made.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    expect(replays.length).toBeGreaterThan(0);
    expect(replays.reduce((sum, { counts }) => sum + counts.waiting, 0)).toBe(ids.length);
    const waiting = await db().replayItem.findMany({ where: { status: "waiting" } });
    expect(new Set(waiting.map(({ deliveryId }) => deliveryId)).size).toBe(ids.length);
  });

  it("is made once for an Idempotency-Key, even after its end; another body is refused", async () => {
    const [id] = await deliver({});
    const [first, second] = await Promise.all([
      create({ deliveryIds: [id] }, "key-1"),
      create({ deliveryIds: [id] }, "key-1"),
    ]);
    expect(second.id).toBe(first.id);
    await cancelReplay({ actor, id: first.id });
    expect((await create({ deliveryIds: [id] }, "key-1")).id).toBe(first.id);
    expect(await asked(engineEvents.replayRequested)).toHaveLength(1);
    await expect(create({ filter: {} }, "key-1")).rejects.toMatchObject({
      code: "idempotency_mismatch",
    });
  });
});

describe("the batches of a replay", () => {
  it("ask for one resend of each, the oldest first, as many as the rate allows", async () => {
    const ids = await deliver(...failed(7));
    const { id: replayId } = await create({ filter: {}, perSecond: 3 });
    const now = new Date();
    expect(await sendBatch({ replayId, now })).toEqual({ taken: 3, isOver: false });
    expect(await resends()).toMatchObject(
      ids.slice(0, 3).map((deliveryId) => ({
        id: `${deliveryId}:replay-${replayId}`,
        data: { deliveryId, stepKey: `replay-${replayId}`, targetHost: "127.0.0.1" },
      })),
    );
    expect(await counts(replayId)).toEqual({ sending: 3, waiting: 4 });
    expect(await sendAll(replayId)).toBeGreaterThan(1);
    expect(await resentIds()).toEqual(ids);
  });

  it("repeated at once, as after a killed engine, ask for nothing more before its time", async () => {
    await deliver(...failed(7));
    const { id: replayId } = await create({ filter: {}, perSecond: 3 });
    const now = new Date();
    await sendBatch({ replayId, now });
    expect(await sendBatch({ replayId, now })).toEqual({ taken: 0, isOver: false });
    expect(await resends()).toHaveLength(3);
  });

  it("asked for by several workers at once, ask for each delivery once", async () => {
    const ids = await deliver(...failed(20), ...failed(20, { targetHost: "other.example" }));
    const { id: replayId } = await create({ filter: {}, perSecond: 20 });
    const now = Date.now();
    const at = (ms: number) => sendBatch({ replayId, now: new Date(now + ms) });
    await Promise.all([at(0), at(0), at(0)]);
    expect(await resends()).toHaveLength(20);
    await Promise.all([at(1_000), at(1_000), at(1_000)]);
    expect((await resentIds()).toSorted()).toEqual(ids);
    expect(await counts(replayId)).toEqual({ sending: 40 });
  });

  it("pass over what must not be sent now, and say why", async () => {
    const ids = await deliver(
      { status: "sending", completedAt: null },
      { status: "pending", completedAt: null },
      { status: "succeeded", completedAt: YESTERDAY },
      { status: "succeeded", completedAt: new Date(Date.now() + 60_000) },
      { status: "retrying", completedAt: null },
      { status: "cancelled" },
      {},
    );
    const { id: replayId } = await create({ filter: {} });
    await db().delivery.delete({ where: { id: ids[6] } });
    expect(await sendBatch({ replayId })).toEqual({ taken: 7, isOver: true });
    expect((await items(replayId)).map(({ status }) => status)).toEqual([
      "skipped",
      "skipped",
      "sending",
      "skipped",
      "sending",
      "sending",
      "skipped",
    ]);
    expect(await reasons(replayId)).toEqual([
      expect.stringContaining("being sent"),
      expect.stringContaining("first attempt"),
      null,
      expect.stringContaining("arrived"),
      null,
      null,
      expect.stringContaining("no such delivery"),
    ]);
    expect(await resentIds()).toEqual([ids[2], ids[4], ids[5]]);
  });

  it("that only skip come to the replay's end", async () => {
    await deliver({ status: "pending", completedAt: null });
    const { id } = await create({ filter: {} });
    await sendBatch({ replayId: id });
    expect(await getReplay({ actor, id })).toMatchObject({
      status: "completed",
      completedAt: expect.any(String),
      counts: { skipped: 1 },
    });
  });

  it("do not pile up at a target that leaves them unanswered, and go on with the others", async () => {
    const dead = await deliver(...failed(30, { targetHost: "dead.example" }));
    const well = await deliver(...failed(10, { targetHost: "well.example" }));
    const { id: replayId } = await create({ filter: {}, perSecond: 9 });
    const from = Date.now();
    for (let n = 0; n < 5; n++) await sendBatch({ replayId, now: new Date(from + n * 1_000) });
    const ids = await resentIds();
    expect(ids.filter((id) => dead.includes(id ?? ""))).toEqual(dead.slice(0, 9));
    expect(ids.filter((id) => well.includes(id ?? ""))).toEqual(well.slice(0, 9));
    expect(await sendBatch({ replayId, now: new Date(from + 9_000) })).toEqual({
      taken: 0,
      isOver: false,
    });
  });
});

describe("the result of each delivery", () => {
  it("is recorded with its attempt, and the last one ends the replay", async () => {
    receiver.script("/down", 500);
    const [well = "", down = ""] = await deliver({}, { path: "/down" });
    const { id } = await create({ filter: {} });
    await sendAll(id);
    const [first, second] = await resends();
    if (!first || !second) throw new Error("two resends were expected");
    await attempt(first);
    expect(await getReplay({ actor, id })).toMatchObject({ status: "running", completedAt: null });
    await attempt(second);
    const replay = await getReplay({ actor, id });
    expect(replay).toMatchObject({
      status: "completed",
      completedAt: expect.any(String),
      counts: { succeeded: 1, failed: 1 },
    });
    expect(await statuses(id)).toEqual({ [well]: "succeeded", [down]: "failed" });
    expect(await reasons(id)).toEqual([null, expect.stringContaining("500")]);
    expect(await db().delivery.findUnique({ where: { id: well } })).toMatchObject({
      status: "succeeded",
    });
  });

  it("is of one attempt, however often the engine repeats the step", async () => {
    const [id = ""] = await deliver({});
    const replay = await create({ filter: {} });
    await sendAll(replay.id);
    const [message] = await resends();
    if (!message) throw new Error("a resend was expected");
    await Promise.all([attempt(message), attempt(message)]);
    await attempt(message);
    expect(receiver.requests).toHaveLength(1);
    expect(await db().attempt.count({ where: { deliveryId: id } })).toBe(1);
  });

  it("ends the replay once when the last ones come in at the same time", async () => {
    await deliver(...failed(12));
    const { id } = await create({ filter: {} });
    await sendAll(id);
    await Promise.all((await resends()).map(attempt));
    expect(receiver.requests).toHaveLength(12);
    expect(await getReplay({ actor, id })).toMatchObject({
      status: "completed",
      counts: { succeeded: 12, sending: 0, waiting: 0 },
    });
  });

  it("is a failure when the engine gave the resend up", async () => {
    const [deliveryId = ""] = await deliver({});
    const { id } = await create({ filter: {} });
    await sendAll(id);
    await abandonResend({ deliveryId, stepKey: `replay-${id}` });
    expect(await getReplay({ actor, id })).toMatchObject({
      status: "completed",
      counts: { failed: 1 },
    });
    expect(await reasons(id)).toEqual([expect.any(String)]);
  });

  it("is not touched by attempts that the replay did not ask for", async () => {
    const [deliveryId = ""] = await deliver({});
    const { id } = await create({ filter: {} });
    await sendAll(id);
    await attemptDelivery({ deliveryId, stepKey: "manual-2", trigger: "manual", scheduled: 0 });
    expect(await statuses(id)).toEqual({ [deliveryId]: "sending" });
  });

  it("is found out later where nobody could tell it", async () => {
    const [removed = "", given = "", busy = ""] = await deliver({}, {}, {});
    const { id } = await create({ filter: {} });
    await sendAll(id);
    const started = { startedAt: new Date(), requestHeaders: "{}", url: "", trigger: "manual" };
    for (const deliveryId of [given, busy]) {
      await db().attempt.create({
        data: {
          id: newId("attempt"),
          deliveryId,
          number: 2,
          stepKey: `replay-${id}`,
          ...started,
        },
      });
    }
    await db().delivery.delete({ where: { id: removed } });
    await db().delivery.update({ where: { id: given }, data: { status: "sending" } });
    await failDelivery({ deliveryId: given });
    expect(await settleReplays()).toBe(0);
    await db().replayItem.updateMany({ data: { changedAt: YESTERDAY } });
    expect(await settleReplays()).toBe(2);
    expect(await statuses(id)).toEqual({
      [removed]: "skipped",
      [given]: "failed",
      [busy]: "sending",
    });
    expect(await getReplay({ actor, id })).toMatchObject({ status: "running" });
    await db().delivery.delete({ where: { id: busy } });
    expect(await settleReplays()).toBe(1);
    expect(await getReplay({ actor, id })).toMatchObject({ status: "completed" });
  });
});

describe("a replay that is cancelled", () => {
  it("sends nothing more; what was being sent ends by itself, and with it the replay", async () => {
    await deliver(...failed(4));
    const { id } = await create({ filter: {}, perSecond: 1 });
    await sendBatch({ replayId: id });
    const cancelled = await cancelReplay({ actor, id });
    expect(cancelled).toMatchObject({
      status: "cancelled",
      completedAt: null,
      counts: { sending: 1, cancelled: 3 },
    });
    expect(await sendBatch({ replayId: id, now: new Date(Date.now() + 5_000) })).toEqual({
      taken: 0,
      isOver: true,
    });
    expect(await resends()).toHaveLength(1);
    expect(await cancelReplay({ actor, id })).toEqual(cancelled);
    expect(await db().auditEntry.count({ where: { targetId: id } })).toBe(2);
    for (const message of await resends()) await attempt(message);
    expect(await getReplay({ actor, id })).toMatchObject({
      status: "cancelled",
      completedAt: expect.any(String),
      counts: { succeeded: 1, cancelled: 3 },
    });
  });

  it("is a conflict once it has ended, and unknown where there is none", async () => {
    const [deliveryId = ""] = await deliver({});
    const { id } = await create({ filter: {} });
    await sendAll(id);
    await abandonResend({ deliveryId, stepKey: `replay-${id}` });
    await expect(cancelReplay({ actor, id })).rejects.toMatchObject({ code: "conflict" });
    const none = newId("replay");
    for (const verb of [cancelReplay, getReplay]) {
      await expect(verb({ actor, id: none })).rejects.toMatchObject({ code: "not_found" });
    }
    await expect(items(none)).rejects.toMatchObject({ code: "not_found" });
  });

  it("by the product itself says so: the engine could not carry it on", async () => {
    await deliver({});
    const { id } = await create({ filter: {} });
    await abandonReplay({ replayId: id });
    expect(await getReplay({ actor, id })).toMatchObject({ status: "cancelled" });
    expect(await reasons(id)).toEqual([expect.stringContaining("could not be carried on")]);
    await abandonReplay({ replayId: id });
    expect(await counts(id)).toEqual({ cancelled: 1 });
  });
});

describe("the lists", () => {
  it("page through the deliveries of a replay in the order of sending, both ways", async () => {
    const ids = await deliver(...failed(5));
    const { id } = await create({ filter: {} });
    const page = (query: object) => listReplayItems({ actor, id, query });
    const first = await page({ limit: "2" });
    expect(first.items.map(({ deliveryId }) => deliveryId)).toEqual(ids.slice(0, 2));
    expect(first.prevCursor).toBeNull();
    const second = await page({ limit: "2", cursor: first.nextCursor });
    expect(second.items.map(({ deliveryId }) => deliveryId)).toEqual(ids.slice(2, 4));
    const last = await page({ limit: "2", cursor: second.nextCursor });
    expect(last).toMatchObject({ items: [{ deliveryId: ids[4] }], nextCursor: null });
    const back = await page({ limit: "2", cursor: second.prevCursor });
    expect(back.items).toEqual(first.items);
    expect(back.prevCursor).toBeNull();
    await db().replayItem.update({
      where: { replayId_deliveryId: { replayId: id, deliveryId: ids[3] ?? "" } },
      data: { status: "failed" },
    });
    expect((await page({ status: "failed" })).items).toMatchObject([{ deliveryId: ids[3] }]);
  });

  it("show replays, the newest first, by status", async () => {
    const [one, two] = await deliver({}, {});
    const older = await create({ deliveryIds: [one] });
    const newer = await create({ deliveryIds: [two] });
    await cancelReplay({ actor, id: older.id });
    const list = async (query: object) =>
      (await listReplays({ actor, query })).items.map(({ id, status }) => [id, status]);
    expect(await list({})).toEqual([
      [newer.id, "running"],
      [older.id, "cancelled"],
    ]);
    expect(await list({ status: "cancelled" })).toEqual([[older.id, "cancelled"]]);
    expect(await list({ status: "completed" })).toEqual([]);
  });

  it("say before a replay how many deliveries it would be of, up to now", async () => {
    await deliver({}, { status: "succeeded" }, {});
    const preview = await previewReplay({ actor, query: { since: YESTERDAY.toISOString() } });
    expect(preview).toMatchObject({
      total: 3,
      byStatus: { failed: 2, succeeded: 1, pending: 0 },
      filter: { since: YESTERDAY.toISOString(), until: expect.any(String) },
    });
    // What comes in after it was counted is not taken in.
    await db().delivery.updateMany({ data: { createdAt: new Date(Date.now() + 60_000) } });
    await expect(create({ filter: preview.filter })).rejects.toMatchObject({ code: "conflict" });
  });
});

/** Of two targets, the first of which has the lower ids and answers nothing. */
describe("a replay over several targets", () => {
  it("goes on with one while the other has no room left", async () => {
    const slow = failed(40, { targetHost: "slow.example" });
    const quick = failed(10, { targetHost: "quick.example" });
    const ids = await deliver(...slow, ...quick);
    const { id } = await create({ deliveryIds: ids, perSecond: 20 });
    const from = Date.now();
    await sendBatch({ replayId: id, now: new Date(from) });
    expect(await resentIds()).toEqual(ids.slice(0, 20));
    // Nothing of the slow one has come to an end: its room is used up.
    await sendBatch({ replayId: id, now: new Date(from + 1_000) });
    expect((await resentIds()).slice(20)).toEqual(ids.slice(40));
  });
});

/** A replay of one delivery that has been asked for, and the message that asks for it. */
async function askedFor(kind: Kind = {}) {
  const [deliveryId = ""] = await deliver(kind);
  const { id } = await create({ deliveryIds: [deliveryId] });
  await sendBatch({ replayId: id });
  const [message] = await resends();
  if (!message) throw new Error("a resend was expected");
  return { deliveryId, id, message };
}

describe("a delivery that arrives after a batch has asked for it", () => {
  it.each(["running", "cancelled"])("is not sent again by the %s replay", async (state) => {
    const { deliveryId, id, message } = await askedFor();
    if (state === "cancelled") await cancelReplay({ actor, id });
    await attemptDelivery({ deliveryId, stepKey: "manual-2", trigger: "manual", scheduled: 0 });
    await attempt(message);
    expect(receiver.requests).toHaveLength(1);
    expect(await statuses(id)).toEqual({ [deliveryId]: "skipped" });
    expect(await reasons(id)).toEqual([expect.stringContaining("arrived")]);
    expect((await getReplay({ actor, id })).completedAt).not.toBeNull();
  });
});

describe("a resend of a replay whose message was lost", () => {
  const minutesLater = (minutes: number) => new Date(Date.now() + minutes * 60_000);

  it("is asked for again under its step and another id, and is made once", async () => {
    const { deliveryId, id, message } = await askedFor();
    expect(await settleReplays({ now: minutesLater(9) })).toBe(0);
    expect(await resends()).toHaveLength(1);
    await settleReplays({ now: minutesLater(11) });
    const [, again] = await resends();
    expect(again?.id).not.toBe(message.id);
    expect(again?.data).toEqual(message.data);
    if (again) await attempt(again);
    await attempt(message);
    expect(receiver.requests).toHaveLength(1);
    expect(await statuses(id)).toEqual({ [deliveryId]: "succeeded" });
  });

  it("fails in the end, and a message that comes later still sends nothing", async () => {
    const { deliveryId, id, message } = await askedFor();
    expect(await settleReplays({ now: minutesLater(25 * 60) })).toBe(1);
    expect(await statuses(id)).toEqual({ [deliveryId]: "failed" });
    expect(await reasons(id)).toEqual([expect.any(String)]);
    expect(await getReplay({ actor, id })).toMatchObject({ status: "completed" });
    await attempt(message);
    expect(receiver.requests).toHaveLength(0);
  });
});

describe("settling", () => {
  it("comes to the last item of a replay, however many before it are still open", async () => {
    const ids = await deliver(...failed(1_001));
    const { id } = await create({ filter: {} });
    await db().replayItem.updateMany({ data: { status: "sending", changedAt: YESTERDAY } });
    const row = {
      number: 2,
      stepKey: `replay-${id}`,
      startedAt: new Date(),
      requestHeaders: "{}",
      url: "",
      trigger: "manual",
    };
    const open = ids.slice(0, 1_000).map((deliveryId) => ({
      ...row,
      id: newId("attempt"),
      deliveryId,
      leaseUntil: new Date(Date.now() + 60_000),
    }));
    const last = { ...row, id: newId("attempt"), deliveryId: ids[1_000] ?? "" };
    await db().attempt.createMany({ data: [...open, { ...last, completedAt: new Date() }] });
    expect(await settleReplays()).toBe(1);
    expect(await counts(id)).toEqual({ sending: 1_000, succeeded: 1 });
  });
});

describe("a replay of deliveries whose node sends elsewhere since", () => {
  it("counts and limits its resends at the host they go to", async () => {
    const [deliveryId = ""] = await deliver({ targetHost: "old.example" });
    const { scenarioId } = await db().delivery.findUniqueOrThrow({ where: { id: deliveryId } });
    const version = await db().scenarioVersion.findFirstOrThrow({ where: { scenarioId } });
    await db().scenario.update({
      where: { id: scenarioId },
      data: { publishedVersionId: version.id },
    });
    const { id } = await create({ deliveryIds: [deliveryId] });
    await sendBatch({ replayId: id });
    const host = new URL(receiver.origin).host;
    expect(await items(id)).toMatchObject([{ targetHost: host }]);
    expect(await resends()).toMatchObject([{ data: { targetHost: host } }]);
  });
});

describe("the audit of a replay by a search", () => {
  it("says that there was one, and not for whom", async () => {
    await deliver({});
    const q = "/hook";
    const { id } = await create({ filter: { q, status: "failed" } });
    const entry = await db().auditEntry.findFirstOrThrow({ where: { targetId: id } });
    expect(JSON.parse(entry.detail ?? "{}")).toMatchObject({
      filter: { status: "failed" },
      searched: true,
    });
    expect(entry.detail).not.toContain(q);
  });
});
