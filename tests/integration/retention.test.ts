import { beforeEach, describe, expect, it } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { updatePreferences } from "@/lib/instance/preferences";
import { getOrder } from "@/lib/orders/get-order";
import { PRUNE_PHASES, type PrunePhase } from "@/lib/retention/phases";
import { prune } from "@/lib/retention/prune";
import { storeSecret } from "@/lib/secrets/store";
import { barsOf } from "@/lib/stats/periods";
import { readStats } from "@/lib/stats/read-stats";
import { rollUp } from "@/lib/stats/roll-up";
import { medianMs, plain } from "./support/count-by-hand";
import { withTestDatabase } from "./support/database";
import {
  idAt,
  insertAttempt,
  insertDelivery,
  insertHistory,
  insertOrder,
  insertRun,
  insertScenario,
} from "./support/history";

const DAY_MS = 86_400_000;
const now = Date.now();
const ago = (days: number) => now - days * DAY_MS;
let scenario: Awaited<ReturnType<typeof insertScenario>>;

withTestDatabase();

beforeEach(async () => {
  await db().$executeRaw`
    TRUNCATE orders, events, scenarios, secrets, replays, stats, stats_open, settings CASCADE`;
  scenario = await insertScenario("One", ago(60));
  await updatePreferences({ actor, input: { retention: { bodiesDays: 7, historyDays: 14 } } });
});

/** As the function does it: each phase until it has no more. */
async function pruneAll(): Promise<number> {
  let removed = 0;
  for (let phase: PrunePhase | null = PRUNE_PHASES[0]; phase; ) {
    const done: Awaited<ReturnType<typeof prune>> = await prune({ phase });
    removed += done.removed;
    phase = done.next;
  }
  return removed;
}

async function rollUpAll() {
  while (!(await rollUp()).done);
}

/** An order of some days ago with a run and one delivery that have ended. */
async function aDelivery(days: number, status = "succeeded", runStatus = "succeeded") {
  const order = await insertOrder(ago(days));
  const run = await insertRun(scenario, order, { status: runStatus });
  const delivery = await insertDelivery(run, ago(days), { status, failures: 1, latencyMs: 500 });
  return { orderId: order.orderId, eventId: order.eventId, runId: run.id, id: delivery.id };
}

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

describe("the figures", () => {
  const bars = () => barsOf("30d", "Asia/Kathmandu", new Date());

  it("are after pruning what they were before", async () => {
    await insertHistory({
      seed: 11,
      count: 150,
      since: ago(28),
      until: now,
      scenarios: [scenario, await insertScenario("Two", ago(60))],
    });
    await rollUpAll();
    const before = await readStats(bars());
    expect(before.prunedUntil).toBeNull();
    const deliveries = await db().delivery.count();
    await pruneAll();
    expect(await db().delivery.count()).toBeLessThan(deliveries - 20);
    const after = await readStats(bars());
    expect(plain(after)).toEqual(plain(before));
    expect(medianMs(after)).toBe(medianMs(before));
    expect(after.prunedUntil?.getTime()).toBeLessThanOrEqual(ago(14) + 900_000);
    await rollUpAll();
    expect(plain(await readStats(bars()))).toEqual(plain(before));
  });

  it("are so without any roll-up before, and after one that begins from nothing", async () => {
    await insertHistory({ seed: 3, count: 60, since: ago(28), until: now, scenarios: [scenario] });
    const before = plain(await readStats(bars()));
    await pruneAll();
    expect(plain(await readStats(bars()))).toEqual(before);
    await rollUpAll();
    expect(plain(await readStats(bars()))).toEqual(before);
  });

  it("still tell what becomes of a delivery whose quarter was pruned around it", async () => {
    await aDelivery(15);
    const open = await aDelivery(15, "pending", "running");
    await rollUpAll();
    await pruneAll();
    const found = async () =>
      plain(await readStats(bars())).find((counts) => counts["deliveries.succeeded"]);
    expect(await found()).toMatchObject({ "deliveries.succeeded": 1, "deliveries.pending": 1 });
    await db().delivery.update({
      where: { id: open.id },
      data: { status: "cancelled", completedAt: new Date() },
    });
    expect(await found()).toMatchObject({ "deliveries.succeeded": 1, "deliveries.cancelled": 1 });
    await rollUpAll();
    expect(await found()).toMatchObject({ "deliveries.succeeded": 1, "deliveries.cancelled": 1 });
  });
});

describe("a step of the function", () => {
  it("that is repeated finds nothing left, and two at once remove each thing once", async () => {
    await insertHistory({
      seed: 5,
      count: 80,
      since: ago(28),
      until: ago(15),
      scenarios: [scenario],
    });
    const bars = barsOf("30d", "UTC", new Date());
    const before = plain(await readStats(bars));
    const [first, second] = await Promise.all([
      prune({ phase: "runs" }),
      prune({ phase: "runs" }),
      rollUp(),
    ]);
    expect(first.removed + second.removed).toBeGreaterThan(20);
    expect(await prune({ phase: "runs" })).toEqual({ removed: 0, next: "events" });
    expect(plain(await readStats(bars))).toEqual(before);
  });

  it("that fails half-way has removed nothing of its batch, and figures are as before", async () => {
    await aDelivery(15);
    const bars = barsOf("30d", "UTC", new Date());
    const before = plain(await readStats(bars));
    // By then the figures have been written, and the deliveries are gone.
    await db().$executeRaw`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$`;
    await db().$executeRaw`
      CREATE TRIGGER fail BEFORE DELETE ON runs FOR EACH ROW EXECUTE FUNCTION fail()`;
    await expect(prune({ phase: "runs" })).rejects.toThrow("broken");
    await db().$executeRaw`DROP TRIGGER fail ON runs`;
    expect(await db().delivery.count()).toBe(1);
    expect(plain(await readStats(bars))).toEqual(before);
    expect(await prune({ phase: "runs" })).toMatchObject({ removed: 1 });
    expect(plain(await readStats(bars))).toEqual(before);
  });

  it("removes a run that is larger than a batch", async () => {
    const order = await insertOrder(ago(20));
    const run = await insertRun(scenario, order);
    const { id } = await insertDelivery(run, ago(20), {
      status: "succeeded",
      failures: 0,
      latencyMs: 5,
    });
    await db().delivery.update({ where: { id }, data: { attemptCount: 5000 } });
    expect(await prune({ phase: "runs" })).toMatchObject({ removed: 1 });
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
