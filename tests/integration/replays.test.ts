import { describe, expect, it, vi } from "vitest";
import { engineEvents } from "@/inngest/client";
import { db } from "@/lib/db";
import { abandonResend } from "@/lib/deliveries/abandon-resend";
import { newId } from "@/lib/ids";
import { updatePreferences } from "@/lib/instance/preferences";
import { abandonReplay } from "@/lib/replays/abandon-replay";
import { cancelReplay } from "@/lib/replays/cancel-replay";
import { getReplay } from "@/lib/replays/get-replay";
import { listReplayItems } from "@/lib/replays/list-replay-items";
import { listReplays } from "@/lib/replays/list-replays";
import { previewReplay } from "@/lib/replays/preview-replay";
import { sendBatch } from "@/lib/replays/send-batch";
import {
  actor,
  asked,
  attempt,
  counts,
  create,
  deliver,
  failed,
  items,
  reasons,
  resends,
  type Sent,
  sendAll,
  statuses,
  withReplays,
  YESTERDAY,
} from "./support/replays";

const { sent } = vi.hoisted(() => ({ sent: [] as Sent[] }));
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: async (events: Sent[]) => sent.push(...events) },
}));

withReplays(sent);

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
