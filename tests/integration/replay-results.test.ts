import { describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { abandonResend } from "@/lib/deliveries/abandon-resend";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { failDelivery } from "@/lib/deliveries/fail-delivery";
import { newId } from "@/lib/ids";
import { cancelReplay } from "@/lib/replays/cancel-replay";
import { getReplay } from "@/lib/replays/get-replay";
import { settleReplays } from "@/lib/replays/settle-replays";
import {
  actor,
  askedFor,
  attempt,
  counts,
  create,
  deliver,
  failed,
  reasons,
  receiver,
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
