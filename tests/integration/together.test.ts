import pg from "pg";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { withOrigin } from "@/lib/audit/request-origin";
import { db } from "@/lib/db";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { settleHandOvers } from "@/lib/events/outbox";
import { createOrder } from "@/lib/orders/create-order";
import { routeEvents } from "@/lib/runs/route-events";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { withTestDatabase } from "./support/database";
import { anOrder, webhookGraph } from "./support/scenarios";
import { receiver, withSettledReceiver } from "./support/settled-receiver";

vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: async () => ({ ids: [] }) },
}));

/** What comes at the same moment shares transactions (decision 028); nobody may notice. */

const actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" } as const;
const MANY = 20;
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

withTestDatabase({ LOG_LEVEL: "silent" });
withSettledReceiver();
afterAll(settleHandOvers);

beforeEach(async () => {
  receiver.reset();
  await db().$executeRaw`TRUNCATE orders, events, runs, deliveries, scenarios, target_health,
    notifications, outbox_messages, idempotency_keys, audit_entries CASCADE`;
});

const mail = (n: number) => ({ ...anOrder(), email: `zoe${n}@example.com` });

describe("orders that come at once", () => {
  it("are each an order of their own, with its event, its message and the origin of its request", async () => {
    const orders = await Promise.all(
      upTo(MANY).map((n) =>
        withOrigin(new Headers({ "x-forwarded-for": `192.0.2.${n + 1}` }), () =>
          createOrder({ actor, input: mail(n) }),
        ),
      ),
    );
    await settleHandOvers();
    expect(orders.map(({ email }) => email)).toEqual(upTo(MANY).map((n) => mail(n).email));
    for (const [n, { id, eventId }] of orders.entries()) {
      const event = await db().event.findUniqueOrThrow({ where: { id: eventId ?? "" } });
      expect(event).toMatchObject({ orderId: id, handedOverAt: expect.any(Date) });
      expect(JSON.parse(event.payload).data.order).toMatchObject({ email: mail(n).email });
      const audit = await db().auditEntry.findMany({ where: { targetId: id } });
      expect(audit).toMatchObject([{ action: "order.created", ipAddress: `192.0.2.${n + 1}` }]);
    }
  });

  it("and repeat one another are one; a neighbour that can't be placed fails alone", async () => {
    const place = (idempotencyKey: string, n: number) =>
      createOrder({ actor, input: mail(n), idempotencyKey });
    const results = await Promise.allSettled([
      place("one", 1),
      place("one", 1),
      place("two", 2),
      place("one", 3),
      createOrder({ actor, input: mail(4) }),
    ]);
    const ids = results.map((result) => (result.status === "fulfilled" ? result.value.id : null));
    expect(ids[1]).toBe(ids[0]);
    expect(new Set(ids.filter((id) => id !== null)).size).toBe(3);
    expect(results[3]).toMatchObject({ reason: { code: "idempotency_mismatch" } });
    expect(await db().order.count()).toBe(3);
    expect(await db().event.count()).toBe(3);
  });
});

describe("orders whose COMMIT was carried out, and whose answer was lost", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("are told of as failed, as one alone is, and are not placed twice", async () => {
    const original = pg.Client.prototype.query as (...args: unknown[]) => Promise<unknown>;
    let isLost = false;
    vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
      this: pg.Client,
      ...args: unknown[]
    ) {
      const answer = original.apply(this, args);
      const { text } = args[0] as { text?: string };
      if (text !== "COMMIT" || isLost) return answer;
      isLost = true;
      return answer.then(() => {
        throw new Error("Connection terminated unexpectedly");
      });
    } as never);
    const results = await Promise.allSettled(
      [1, 2].map((n) => createOrder({ actor, input: mail(n) })),
    );
    expect(isLost).toBe(true);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    vi.restoreAllMocks();
    expect(await db().order.count()).toBe(2);
    expect(await db().event.count()).toBe(2);
  });
});

/** Orders of a live scenario, routed together: their deliveries are due. */
async function dueDeliveries(count: number): Promise<string[]> {
  const graph = webhookGraph({ webhookUrl: receiver.url("/hook"), secret: "a secret" });
  const { id } = await createScenario({ actor, input: { name: "Many", graph } });
  await activateScenario({ actor, id });
  const orders = await Promise.all(upTo(count).map((n) => createOrder({ actor, input: mail(n) })));
  await routeEvents({ eventIds: orders.map(({ eventId }) => eventId ?? "") });
  const rows = await db().delivery.findMany({ orderBy: { id: "asc" } });
  return rows.map(({ id: deliveryId }) => deliveryId);
}

const attempt = (deliveryId: string) =>
  attemptDelivery({ deliveryId, stepKey: "auto-1", trigger: "automatic", scheduled: 1 });

describe("deliveries that are sent at once", () => {
  it("carry each the body of its own order, under its own id, and end each run", async () => {
    const ids = await dueDeliveries(MANY);
    expect(ids).toHaveLength(MANY);
    const outcomes = await Promise.all(ids.map(attempt));
    expect(outcomes).toEqual(ids.map(() => ({ status: "succeeded", nextAttemptAt: null })));
    for (const { headers, body } of receiver.requestsTo("/hook")) {
      const row = await getDelivery({ actor, id: String(headers["x-webhook-id"]) });
      expect(body.toString("utf8")).toBe(row.body);
      expect(row.attempts).toMatchObject([{ number: 1, response: { statusCode: 200 } }]);
    }
    expect(receiver.requestsTo("/hook")).toHaveLength(MANY);
    expect(await db().run.count({ where: { status: "succeeded" } })).toBe(MANY);
    // Nothing asks the engine for what was done here.
    expect(await db().outboxMessage.count({ where: { name: "scenario/run.advanced" } })).toBe(0);
  });

  it("wait for none that somebody holds, however many those are", async () => {
    const ids = await dueDeliveries(9);
    const held = ids.slice(0, 5);
    let isHeldDone = false;
    const waits = await db().$transaction(async (tx) => {
      await tx.$queryRaw`SELECT FROM deliveries WHERE id = ANY(${held}) FOR UPDATE`;
      const attempts = [];
      for (const id of ids) {
        attempts.push(attempt(id));
        await new Promise((resolve) => setImmediate(resolve));
      }
      void Promise.race(attempts.slice(0, 5)).then(() => {
        isHeldDone = true;
      });
      await Promise.all(attempts.slice(5));
      expect(isHeldDone).toBe(false);
      return { attempts };
    });
    const outcomes = await Promise.all(waits.attempts);
    expect(outcomes.map(({ status }) => status)).toEqual(ids.map(() => "succeeded"));
    expect(receiver.requestsTo("/hook")).toHaveLength(ids.length);
  });

  it("and fail in part are counted for their target as they ended", async () => {
    receiver.script("/hook", 200, 410, 410, 200, 410);
    const ids = await dueDeliveries(5);
    for (const id of ids) await attempt(id);
    const [last] = await db().targetHealth.findMany();
    expect(last).toMatchObject({ consecutiveFailures: 1 });
    receiver.script("/hook", 410, ...upTo(MANY).map(() => 410));
    const more = (await dueDeliveries(MANY)).filter((id) => !ids.includes(id));
    const failing = await db().targetHealth.findMany();
    expect(failing).toHaveLength(1);
    await Promise.all(more.map(attempt));
    const counts = await db().targetHealth.findMany({ orderBy: { consecutiveFailures: "asc" } });
    // Each scenario's node is a target of its own; the older one saw half of the new orders, too.
    expect(counts.reduce((sum, { consecutiveFailures }) => sum + consecutiveFailures, 0)).toBe(
      1 + more.length,
    );
    expect(await db().delivery.count({ where: { status: "failed" } })).toBe(3 + more.length);
    expect(await db().run.count({ where: { status: "failed" } })).toBe(3 + more.length);
  });
});
