import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { CHAIN_MAX } from "@/lib/events/chain";
import { settleHandOvers, sweepOutbox } from "@/lib/events/outbox";
import { createOrder } from "@/lib/orders/create-order";
import { getOrder } from "@/lib/orders/get-order";
import { advanceRun } from "@/lib/runs/advance-run";
import { getRun } from "@/lib/runs/get-run";
import { retryRun } from "@/lib/runs/retry-run";
import { startRuns } from "@/lib/runs/start-runs";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { withTestDatabase } from "./support/database";
import { anOrder, webhookGraph } from "./support/scenarios";

type Message = { id: string; name: string };
const { send } = vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
  return { send: vi.fn(async (_messages: Message[]): Promise<unknown> => ({ ids: [] })) };
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send },
}));

let scenarioId = "";

withTestDatabase();

beforeEach(async () => {
  const url = "http://127.0.0.1:9/never-sent-to";
  const graph = webhookGraph({ webhookUrl: url }, { webhookUrl: url });
  ({ id: scenarioId } = await createScenario({ actor, input: { name: "Told", graph } }));
  await activateScenario({ actor, id: scenarioId });
  send.mockClear();
});

afterEach(async () => {
  await settleHandOvers();
  await deleteScenario({ actor, id: scenarioId });
  await db().outboxMessage.deleteMany();
});

const orders = () => db().order.count();
const events = () => db().event.count();
const outbox = () => db().outboxMessage.findMany({ where: { name: "order.created" } });
/** The ids of the orders' events that the engine was given. */
const handedOver = () =>
  send.mock.calls
    .flatMap(([messages]) => messages)
    .filter(({ name }) => name === "order.created")
    .map(({ id }) => id);

/** What makes up an order's trace, in numbers. */
async function counts(eventId: string) {
  const [runs, deliveries] = [
    await db().run.count({ where: { eventId, scenarioId } }),
    await db().delivery.count({ where: { eventId, scenarioId } }),
  ];
  return { runs, deliveries };
}

const eventOf = async (orderId: string) => {
  const { trace } = await getOrder({ actor, id: orderId });
  if (!trace.event) throw new Error("the order has no event");
  return trace.event;
};

describe("an order's event", () => {
  it("that is published three times under one id starts one run, with one delivery per endpoint", async () => {
    const order = await createOrder({ actor, input: anOrder() });
    const { id: eventId } = await eventOf(order.id);
    await Promise.all([
      startRuns({ eventIds: [eventId] }),
      startRuns({ eventIds: [eventId] }),
      startRuns({ eventIds: [eventId] }),
    ]);
    const run = await db().run.findFirstOrThrow({ where: { eventId, scenarioId } });
    const started = await Promise.all([1, 2, 3].map(() => advanceRun({ runId: run.id })));
    expect(started.flatMap(({ deliveryIds }) => deliveryIds)).toHaveLength(2);
    expect(await counts(eventId)).toEqual({ runs: 1, deliveries: 2 });
    // Long after the engine has forgotten the id, too.
    await startRuns({ eventIds: [eventId] });
    await advanceRun({ runId: run.id });
    expect(await counts(eventId)).toEqual({ runs: 1, deliveries: 2 });
  });

  it("does not exist when the order is rolled back at the last moment", async () => {
    const before = [await orders(), await events()];
    await db().$executeRaw`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no entry today'; END $$`;
    await db().$executeRaw`
      CREATE TRIGGER refuse BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse()`;
    try {
      await expect(createOrder({ actor, input: anOrder() })).rejects.toThrow("no entry today");
    } finally {
      await db().$executeRaw`DROP FUNCTION refuse CASCADE`;
    }
    await settleHandOvers();
    expect([await orders(), await events()]).toEqual(before);
    expect(await outbox()).toEqual([]);
    expect(handedOver()).toEqual([]);
  });

  it("outlives a crash between the commit and the hand-over: it is handed over once, later", async () => {
    send.mockRejectedValueOnce(new Error("the process is no more"));
    const order = await createOrder({ actor, input: anOrder() });
    await settleHandOvers();
    const { id: eventId } = await eventOf(order.id);
    expect(await outbox()).toMatchObject([{ id: eventId }]);
    send.mockClear();
    await db().$executeRaw`UPDATE outbox_messages SET next_at = now() - interval '1 second'`;
    await sweepOutbox();
    await sweepOutbox();
    expect(handedOver()).toEqual([eventId]);
    expect(await outbox()).toEqual([]);
    expect((await eventOf(order.id)).handedOverAt).not.toBeNull();
  });
});

describe("an order that a receiver makes of the webhook that it got", () => {
  /** The order, routed and its run walked; its first delivery and its run. */
  async function order(causedBy?: string) {
    const { id } = await createOrder({ actor, input: anOrder(), causedBy });
    const event = await eventOf(id);
    await startRuns({ eventIds: [event.id] });
    const { id: runId } = await db().run.findFirstOrThrow({
      where: { eventId: event.id, scenarioId },
    });
    const { deliveryIds } = await advanceRun({ runId });
    return { event, runId, deliveryIds, run: await getRun({ actor, id: runId }) };
  }

  /** The first order that nothing more is made of. */
  async function lastOfChain() {
    let made = await order();
    for (let depth = 1; made.deliveryIds.length > 0; depth++) {
      expect(depth).toBeLessThanOrEqual(CHAIN_MAX + 1);
      const [causedBy] = made.deliveryIds;
      made = await order(causedBy);
      expect(made.event).toMatchObject({ causedBy, depth });
    }
    return made;
  }

  it("starts the same scenario again, until so many have led to one another that it is stopped", async () => {
    const { event, run } = await lastOfChain();
    expect(event.depth).toBe(CHAIN_MAX + 1);
    expect(run.status).toBe("failed");
    expect(run.steps.map(({ status, reason }) => [status, reason])).toEqual([
      [
        "failed",
        "Stopped: 6 events led to this one, each by a webhook of the one before. It looks like a loop; 5 are allowed.",
      ],
      ["skipped", "“Order Created (Instant)” did not succeed."],
      ["skipped", "“Order Created (Instant)” did not succeed."],
    ]);
    expect(await counts(event.id)).toEqual({ runs: 1, deliveries: 0 });
  });

  it("is sent after all when somebody retries the stopped run", async () => {
    const { runId } = await lastOfChain();
    const retry = await retryRun({ actor, id: runId, input: { from: "failed" } });
    expect((await advanceRun(retry)).deliveryIds).toHaveLength(2);
  });

  it("begins a chain of its own where it names no delivery of ours", async () => {
    for (const causedBy of [undefined, "", "msg_of_another_product"]) {
      const { event, run } = await order(causedBy);
      expect(event).toMatchObject({ causedBy: null, depth: 0 });
      expect(run.steps[0]?.status).toBe("succeeded");
    }
  });
});
