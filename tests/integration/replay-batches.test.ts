import { describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { getReplay } from "@/lib/replays/get-replay";
import { sendBatch } from "@/lib/replays/send-batch";
import {
  actor,
  counts,
  create,
  deliver,
  failed,
  items,
  reasons,
  receiver,
  resends,
  resentIds,
  type Sent,
  sendAll,
  withReplays,
  YESTERDAY,
} from "./support/replays";

const { sent } = vi.hoisted(() => ({ sent: [] as Sent[] }));
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: async (events: Sent[]) => sent.push(...events) },
}));

withReplays(sent);

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
