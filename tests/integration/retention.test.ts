import { describe, expect, it } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { getOrder } from "@/lib/orders/get-order";
import { storeSecret } from "@/lib/secrets/store";
import { idAt, insertAttempt, insertOrder, insertRun } from "./support/history";
import { aDelivery, ago, now, pruneAll, scenario, withRetention } from "./support/retention";

withRetention();

const isThere = async (id: string) => (await db().delivery.count({ where: { id } })) === 1;

describe("headers and bodies of attempts", () => {
  it("go after the days that the settings say; how the attempts ended stays", async () => {
    const old = await aDelivery(8);
    const young = await aDelivery(6);
    await pruneAll();
    const { attempts, body } = await getDelivery({ actor, id: old.id });
    expect(attempts.map(({ prunedAt }) => prunedAt)).toEqual([
      expect.any(String),
      expect.any(String),
    ]);
    expect(attempts[1]).toMatchObject({
      request: { headers: {} },
      response: { statusCode: 200, headers: {}, body: "" },
      durationMs: 1,
    });
    // A resend sends it again.
    expect(body).toBe('{"event":"order.created"}');
    const kept = await getDelivery({ actor, id: young.id });
    expect(kept.attempts[1]).toMatchObject({ prunedAt: null, response: { body: "an answer" } });
  });

  it("stay while their delivery is open", async () => {
    const { id } = await aDelivery(8, "retrying", "running");
    await pruneAll();
    const { attempts } = await getDelivery({ actor, id });
    expect(attempts[0]).toMatchObject({ prunedAt: null, response: { body: "an answer" } });
  });
});

describe("settings that can't be read", () => {
  it("remove nothing: somebody may have chosen ten years", async () => {
    const old = await aDelivery(4_000);
    const { value } = await db().setting.findUniqueOrThrow({ where: { key: "preferences" } });
    const store = (text: string) =>
      db().setting.update({ where: { key: "preferences" }, data: { value: text } });
    await store('{"retention":{"historyDays":"ten years"}}');
    await pruneAll();
    expect(await isThere(old.id)).toBe(true);
    await store(value);
    await pruneAll();
    expect(await isThere(old.id)).toBe(false);
  });
});

describe("ended runs", () => {
  it("go with all that is theirs after the days that the settings say; orders stay", async () => {
    const { orderId, eventId, runId, id } = await aDelivery(15);
    const young = await aDelivery(13);
    await pruneAll();
    expect(await isThere(id)).toBe(false);
    expect(await db().run.count({ where: { id: runId } })).toBe(0);
    expect(await db().runStep.count({ where: { runId } })).toBe(0);
    expect(await db().attempt.count({ where: { deliveryId: id } })).toBe(0);
    expect(await db().event.count({ where: { id: eventId } })).toBe(0);
    expect(await getOrder({ actor, id: orderId })).toMatchObject({
      id: orderId,
      eventId: null,
      trace: { event: null, runs: [] },
    });
    expect(await isThere(young.id)).toBe(true);
  });

  it.each(["pending", "sending", "retrying"])("stay while a delivery is %s", async (status) => {
    const { id, eventId } = await aDelivery(15, status, "failed");
    await pruneAll();
    expect(await isThere(id)).toBe(true);
    expect(await db().event.count({ where: { id: eventId } })).toBe(1);
  });

  it("stay while they are running, even with nothing open", async () => {
    const { id } = await aDelivery(15, "succeeded", "running");
    await pruneAll();
    expect(await isThere(id)).toBe(true);
  });

  it("stay while a replay waits for a delivery, and go after it", async () => {
    const { id } = await aDelivery(15, "failed", "failed");
    const replayId = idAt("replay", now);
    const item = { deliveryId: id, targetHost: "example.com", changedAt: new Date() };
    await db().replay.create({ data: { id: replayId, total: 1, perSecond: 1 } });
    await db().replayItem.create({ data: { replayId, status: "waiting", ...item } });
    await pruneAll();
    expect(await isThere(id)).toBe(true);
    await db().replayItem.updateMany({ data: { status: "skipped" } });
    await pruneAll();
    expect(await isThere(id)).toBe(false);
    expect(await db().replayItem.count()).toBe(1);
  });

  it("stay when a delivery was tried again lately, although in vain", async () => {
    const { id } = await aDelivery(15, "failed", "failed");
    await insertAttempt(id, 2, ago(1), false);
    await pruneAll();
    expect(await isThere(id)).toBe(true);
  });

  it("stay when a delivery was cancelled lately", async () => {
    const { id } = await aDelivery(15, "cancelled", "cancelled");
    await db().delivery.update({ where: { id }, data: { completedAt: new Date(ago(1)) } });
    await pruneAll();
    expect(await isThere(id)).toBe(true);
  });
});

describe("events", () => {
  const anEvent = async (days: number) => (await insertOrder(ago(days))).eventId;
  const events = async () => (await db().event.findMany()).map(({ id }) => id).sort();

  it("without a run go as well, but not those that somebody still has to decide on", async () => {
    const [gone, missed, sent, unrouted, waiting, young] = [
      await anEvent(15),
      await anEvent(15),
      await anEvent(15),
      await anEvent(15),
      await anEvent(15),
      await anEvent(13),
    ];
    const missing = { scenarioId: scenario.id };
    await db().missedEvent.create({ data: { id: "mis_1", eventId: missed, ...missing } });
    await db().missedEvent.create({
      data: { id: "mis_2", eventId: sent, sentAt: new Date(), ...missing },
    });
    await db().event.update({ where: { id: unrouted }, data: { routedAt: null } });
    await db().outboxMessage.create({ data: { id: waiting, name: "order.created", data: "{}" } });
    await pruneAll();
    expect(await events()).toEqual([missed, unrouted, waiting, young].sort());
    expect(await db().event.count({ where: { id: gone } })).toBe(0);
    expect(await db().order.count()).toBe(6);
  });
});

describe("what nothing refers to any more", () => {
  it("goes: versions of tests, replaced secrets; those of any version or draft stay", async () => {
    const secret = async (days: number, scenarioId: string | null = scenario.id) => {
      const id = await storeSecret(db(), { scenarioId, value: "s" });
      await db().secret.update({ where: { id }, data: { createdAt: new Date(ago(days)) } });
      return id;
    };
    const [published, drafted, tested, replaced, fresh, ofInbox] = [
      await secret(40),
      await secret(40),
      await secret(40),
      await secret(40),
      await secret(0.5),
      await secret(40, null),
    ];
    const graph = (id: string) =>
      JSON.stringify({ nodes: [{ config: { secret: { $secret: id } } }] });
    await db().scenarioVersion.update({
      where: { id: scenario.versionId },
      data: { graph: graph(published), createdAt: new Date(ago(40)) },
    });
    await db().scenario.update({ where: { id: scenario.id }, data: { draft: graph(drafted) } });
    const version = async (days: number, id: string) => {
      const made = { id: idAt("version", ago(days)), createdAt: new Date(ago(days)) };
      await db().scenarioVersion.create({
        data: { ...made, scenarioId: scenario.id, graph: graph(id) },
      });
      return made.id;
    };
    const unused = await version(2, "none");
    const used = await version(2, tested);
    const new_ = await version(0.5, "none");
    await insertRun({ id: scenario.id, versionId: used }, await insertOrder(ago(2)), {
      isTest: true,
    });
    await pruneAll();
    const versions = (await db().scenarioVersion.findMany()).map(({ id }) => id).sort();
    expect(versions).toEqual([scenario.versionId, used, new_].sort());
    expect(versions).not.toContain(unused);
    const secrets = (await db().secret.findMany()).map(({ id }) => id).sort();
    expect(secrets).toEqual([published, drafted, tested, fresh, ofInbox].sort());
    expect(secrets).not.toContain(replaced);
  });

  it("goes: keys of repeats after a week, tabs that were closed, ended replays", async () => {
    for (const days of [6, 8]) {
      await db().idempotencyKey.create({
        data: {
          id: idAt("idempotency", ago(days)),
          scope: "user",
          key: `${days} days`,
          requestHash: "",
          orderId: "",
        },
      });
      await db().replay.create({
        data: {
          id: idAt("replay", ago(days * 2)),
          total: 1,
          perSecond: 1,
          status: "completed",
          completedAt: new Date(ago(days * 2)),
          items: {
            create: {
              deliveryId: `dlv_${days}`,
              targetHost: "",
              status: "succeeded",
              changedAt: new Date(),
            },
          },
        },
      });
    }
    const tab = { scenarioId: scenario.id, actorName: "Ann" };
    await db().scenarioEditor.create({ data: { ...tab, tabId: "open" } });
    await db().scenarioEditor.create({
      data: { ...tab, tabId: "closed", lastSeenAt: new Date(now - 60_000) },
    });
    await pruneAll();
    expect((await db().idempotencyKey.findMany()).map(({ key }) => key)).toEqual(["6 days"]);
    expect((await db().scenarioEditor.findMany()).map(({ tabId }) => tabId)).toEqual(["open"]);
    expect(await db().replay.count()).toBe(1);
    expect((await db().replayItem.findMany()).map(({ deliveryId }) => deliveryId)).toEqual([
      "dlv_6",
    ]);
  });

  it("goes: messages of an inbox beyond the newest 200, figures of more than 400 days ago", async () => {
    const inboxId = idAt("inbox", now);
    await db().inbox.create({ data: { id: inboxId, token: "token", name: "Inbox" } });
    await db().inboxMessage.createMany({
      data: Array.from({ length: 205 }, (_, index) => ({
        id: idAt("inboxMessage", now + index),
        inboxId,
        method: "POST",
        headers: "{}",
        body: new Uint8Array(),
        answeredWith: 200,
        signature: "unsigned",
      })),
    });
    const stat = { part: "removed", measure: "orders", count: 1 };
    await db().stat.createMany({
      data: [
        { quarter: new Date(ago(401)), ...stat },
        { quarter: new Date(ago(399)), ...stat },
      ],
    });
    await pruneAll();
    const messages = await db().inboxMessage.findMany({ orderBy: { id: "asc" } });
    expect(messages).toHaveLength(200);
    expect(await db().stat.count()).toBe(1);
  });
});
