import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { failDelivery } from "@/lib/deliveries/fail-delivery";
import { newId } from "@/lib/ids";
import { listNotifications } from "@/lib/notifications/list-notifications";
import { pruneNotifications } from "@/lib/notifications/prune";
import { markAllRead, markRead } from "@/lib/notifications/read-marks";
import { updateNotificationSettings } from "@/lib/notifications/settings";
import { testScenario } from "@/lib/scenarios/test-scenario";
import { deliveriesEnded } from "@/lib/targets/delivery-ended";
import { actor, nodeId, withTarget } from "./support/failing-target";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

const DAY_MS = 86_400_000;
const { receiver, scenario, hook, delivery, order, attempt, sendOrder, fail, publish, resume } =
  withTarget();

const list = async (query: object = {}, by: Actor = actor) =>
  listNotifications({ actor: by, query });
/** What was told of the test's scenario, the oldest first. */
const told = async () =>
  db().notification.findMany({ where: { scenarioId: scenario() }, orderBy: { id: "asc" } });
const kinds = async () => (await told()).map(({ kind, count }) => [kind, count]);
/** The time between two messages is over: what happens now is told anew. */
const laterOn = () =>
  db().notification.updateMany({ data: { lastAt: new Date(Date.now() - DAY_MS) } });
/** This many further deliveries like one that is pending, each in a run of its own. */
async function copies(id: string, times: number): Promise<string[]> {
  const row = await db().delivery.findUniqueOrThrow({ where: { id } });
  const run = await db().run.findUniqueOrThrow({ where: { id: row.runId } });
  const data = Array.from({ length: times }, () => ({
    id: newId("delivery"),
    runId: newId("run"),
  }));
  await db().run.createMany({
    data: data.map(({ runId }) => ({ ...run, id: runId, retryOf: run.id })),
  });
  await db().delivery.createMany({ data: data.map((copy) => ({ ...row, ...copy })) });
  return data.map((copy) => copy.id);
}

beforeEach(async () => {
  await db().notification.deleteMany();
  await db().notificationReader.deleteMany();
  await db().notificationRead.deleteMany();
});
afterEach(async () => {
  await db().setting.deleteMany({ where: { key: "notifications" } });
});

describe("a delivery that finally fails", () => {
  it("is told with the target, the reason, and what to do", async () => {
    const [id] = await fail(1);
    expect((await list()).items).toMatchObject([
      {
        kind: "delivery.failed",
        text: "“Send to ERP” of “To ERP”: a delivery failed",
        scenarioId: scenario(),
        nodeId,
        host: new URL(receiver().origin).host,
        count: 1,
        firstAt: (await delivery(id ?? "")).completedAt,
        deliveryId: id,
        closedAt: null,
        isRead: false,
        failure: { message: expect.any(String), hint: expect.stringContaining("receiver") },
      },
    ]);
  });

  it("is not told while another attempt follows", async () => {
    await publish(
      hook("/erp", { config: { webhookUrl: receiver().url("/erp"), retryAttempts: 2 } }),
    );
    receiver().script("/erp", 500);
    await sendOrder();
    expect(await told()).toEqual([]);
  });

  it("is not told of a test, nor of a test or a live one that is sent again in vain", async () => {
    receiver().script("/erp", 500);
    const { deliveryIds } = await testScenario({ actor, id: scenario(), input: {} });
    const test = deliveryIds[0] ?? "";
    await attempt(test);
    await attempt(test, "manual");
    expect((await delivery(test)).status).toBe("failed");
    expect(await told()).toEqual([]);
    const [live] = await fail(1);
    await attempt(live ?? "", "manual");
    expect(await kinds()).toEqual([["delivery.failed", 1]]);
  });

  it("is not told where the transaction that ends it is rolled back", async () => {
    const id = await order();
    const row = await db().delivery.findUniqueOrThrow({ where: { id } });
    const ended = { ...row, status: "failed", completedAt: new Date() };
    const work = db().$transaction(async (tx) => {
      await deliveriesEnded(tx, [{ delivery: ended, arrived: false, isFirstEnd: true }]);
      expect(await tx.notification.count()).toBe(1);
      throw new Error("Rolled back.");
    });
    await expect(work).rejects.toThrow("Rolled back.");
    expect(await told()).toEqual([]);
  });

  it("is counted with all that fail of its target, 500 at once", async () => {
    const id = await order();
    const ids = [id, ...(await copies(id, 499))];
    await Promise.all(ids.map((deliveryId) => failDelivery({ deliveryId })));
    expect(await kinds()).toEqual([
      ["delivery.failed", 500],
      ["target.failing", 1],
      ["target.paused", 1],
    ]);
    const [item] = (await list()).items.toReversed();
    expect(item?.text).toBe("“Send to ERP” of “To ERP”: 500 deliveries failed");
    expect(new Date(item?.firstAt ?? 0).getTime()).toBeLessThan(
      new Date(item?.lastAt ?? 0).getTime(),
    );
  });

  it("is counted for each node apart", async () => {
    await publish(hook("/erp"), hook("/crm", { id: "other", name: "Send to CRM" }));
    receiver().script("/erp", 500);
    receiver().script("/crm", 500);
    const { runId } = await delivery(await order());
    for (const { id } of await db().delivery.findMany({ where: { runId } })) await attempt(id);
    expect(await kinds()).toEqual([
      ["delivery.failed", 1],
      ["delivery.failed", 1],
    ]);
  });

  it("goes on counting while its target comes and goes, and is told anew after a while", async () => {
    for (let n = 0; n < 3; n++) {
      await fail(1);
      receiver().script("/erp", 200);
      await sendOrder();
    }
    expect(await kinds()).toEqual([
      ["delivery.failed", 3],
      ["target.recovered", 3],
    ]);
    await laterOn();
    await fail(1);
    expect(await kinds()).toEqual([
      ["delivery.failed", 3],
      ["target.recovered", 3],
      ["delivery.failed", 1],
    ]);
  });

  it("stays read while it counts on, and is unread and on top when it begins again", async () => {
    await fail(2);
    await markAllRead({ actor, input: undefined });
    await fail(1);
    expect(await list()).toMatchObject({
      unreadCount: 0,
      items: [{ kind: "target.failing" }, { kind: "delivery.failed", count: 3, isRead: true }],
    });
    receiver().script("/erp", 200);
    await sendOrder();
    await markAllRead({ actor, input: undefined });
    await fail(1);
    expect(await list()).toMatchObject({
      unreadCount: 1,
      items: [
        { kind: "delivery.failed", count: 4, isRead: false, closedAt: null },
        { kind: "target.recovered", isRead: true },
        { kind: "target.failing", isRead: true },
      ],
    });
  });
});

describe("a target", () => {
  it("that keeps failing, and is paused, is told of once each", async () => {
    await fail(2);
    expect(await kinds()).toEqual([
      ["delivery.failed", 2],
      ["target.failing", 1],
    ]);
    await fail(2);
    expect(await kinds()).toEqual([
      ["delivery.failed", 4],
      ["target.failing", 1],
      ["target.paused", 1],
    ]);
  });

  it("that works again is told of once, however much arrives at once, and ends what went on", async () => {
    const pending = [await order(), await order(), await order(), await order(), await order()];
    await fail(4);
    receiver().script("/erp", 200);
    await Promise.all(pending.map((id) => attempt(id)));
    const rows = await told();
    expect(rows.map(({ kind, count }) => [kind, count])).toEqual([
      ["delivery.failed", 4],
      ["target.failing", 1],
      ["target.paused", 1],
      ["target.recovered", 1],
    ]);
    expect(rows.filter(({ closedAt }) => closedAt === null)).toEqual([]);
    expect((await list()).items[0]?.text).toBe("“Send to ERP” of “To ERP” works again");
    await sendOrder();
    expect(await kinds()).toHaveLength(4);
  });

  it("is told to work again after a single failure, once, and never without one", async () => {
    await sendOrder();
    expect(await kinds()).toEqual([]);
    await fail(1);
    receiver().script("/erp", 200);
    await sendOrder();
    await sendOrder();
    expect(await kinds()).toEqual([
      ["delivery.failed", 1],
      ["target.recovered", 1],
    ]);
  });

  it("works again when what had failed is sent again and arrives", async () => {
    const [id = ""] = await fail(1);
    receiver().script("/erp", 200);
    await attempt(id, "manual");
    expect(await kinds()).toContainEqual(["target.recovered", 1]);
  });

  it("that was resumed by hand works again when something arrives", async () => {
    await fail(4);
    await resume();
    expect((await kinds()).map(([kind]) => kind)).not.toContain("target.recovered");
    receiver().script("/erp", 200);
    await sendOrder();
    expect(await kinds()).toContainEqual(["target.recovered", 1]);
  });

  it("that a new version no longer has is told no more of", async () => {
    await fail(2);
    await publish(hook("/other", { id: "another" }));
    expect((await told()).filter(({ closedAt }) => closedAt === null)).toEqual([]);
  });
});

describe("the bell", () => {
  const someoneElse: Actor = { kind: "apiKey", id: "key_bob", name: "Bob", scopes: [] };

  it("counts what each person has not read, and marks one or all of it", async () => {
    await fail(4);
    expect(await list()).toMatchObject({ unreadCount: 3, items: [{}, {}, {}] });
    const [newest, middle] = (await list()).items;
    const id = middle?.id ?? "";
    expect(await markRead({ actor, id })).toEqual({ unreadCount: 2 });
    expect(await markRead({ actor, id })).toEqual({ unreadCount: 2 });
    expect((await list({ unread: "true" })).items).toHaveLength(2);
    expect((await list({ unread: "false" })).items.map((item) => item.id)).toEqual([id]);
    expect(await list({}, someoneElse)).toMatchObject({ unreadCount: 3 });
    expect(await markAllRead({ actor, input: { through: id } })).toEqual({ unreadCount: 1 });
    expect((await list({ unread: "true" })).items).toMatchObject([{ id: newest?.id }]);
    expect(await markAllRead({ actor, input: undefined })).toEqual({ unreadCount: 0 });
    expect((await list()).items.every(({ isRead }) => isRead)).toBe(true);
    // What is marked up to an earlier one takes nothing back.
    expect(await markAllRead({ actor, input: { through: id } })).toEqual({ unreadCount: 0 });
    expect(await list({}, someoneElse)).toMatchObject({ unreadCount: 3 });
  });

  it("pages by key both ways", async () => {
    await fail(4);
    const first = await list({ limit: "2" });
    expect(first.items.map(({ kind }) => kind)).toEqual(["target.paused", "target.failing"]);
    const second = await list({ limit: "2", cursor: first.nextCursor });
    expect(second.items.map(({ kind }) => kind)).toEqual(["delivery.failed"]);
    expect(second.nextCursor).toBeNull();
    expect((await list({ limit: "2", cursor: second.prevCursor })).items).toEqual(first.items);
  });

  it("leaves out the kinds that are turned off for it", async () => {
    const input = { kinds: { "target.failing": { bell: false } } };
    await updateNotificationSettings({ actor, input });
    await fail(4);
    expect(await list()).toMatchObject({
      unreadCount: 2,
      items: [{ kind: "target.paused" }, { kind: "delivery.failed" }],
    });
  });

  it("refuses what is no notification, and fields that it does not know", async () => {
    await expect(markRead({ actor, id: "ntf_none" })).rejects.toMatchObject({ code: "not_found" });
    await expect(markAllRead({ actor, input: { through: "x" } })).rejects.toMatchObject({
      errors: [{ path: "through" }],
    });
    await expect(list({ kind: "x" })).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("forgets what is over and older than the history is kept, and not what goes on", async () => {
    await fail(1);
    receiver().script("/erp", 200);
    await sendOrder();
    await fail(1);
    await laterOn();
    await fail(1);
    await markRead({ actor, id: (await told())[0]?.id ?? "" });
    await pruneNotifications({ now: new Date(Date.now() + 89 * DAY_MS) });
    expect((await told()).length).toBeGreaterThan(0);
    await db().notification.updateMany({ data: { closedAt: new Date() } });
    await pruneNotifications({ now: new Date(Date.now() + 91 * DAY_MS) });
    expect(await told()).toEqual([]);
    expect(await db().notificationRead.count()).toBe(0);
  });
});
