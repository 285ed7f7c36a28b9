import { beforeAll, describe, expect, it } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { newId } from "@/lib/ids";
import { listOrders } from "@/lib/orders/list-orders";
import { listRuns } from "@/lib/runs/list-runs";
import { withTestDatabase } from "./support/database";

/** An order by its email, with one delivery to the address. */
async function anOrder(number: string, email: string, url: string) {
  const order = {
    id: newId("order"),
    number,
    email,
    firstName: "A",
    lastName: "B",
    items: "[]",
    totalCents: 0n,
    paymentStatus: "paid",
    status: "pending",
  };
  const scenario = { id: newId("scenario"), name: number, draft: "{}" };
  const version = { id: newId("version"), scenarioId: scenario.id, graph: "{}" };
  const event = {
    id: newId("event"),
    type: "order.created",
    orderId: order.id,
    payload: "{}",
    occurredAt: new Date(),
  };
  const run = {
    id: newId("run"),
    scenarioId: scenario.id,
    versionId: version.id,
    eventId: event.id,
  };
  await db().order.create({ data: order });
  await db().scenario.create({ data: scenario });
  await db().scenarioVersion.create({ data: version });
  await db().event.create({ data: event });
  await db().run.create({ data: run });
  await db().delivery.create({
    data: {
      id: newId("delivery"),
      runId: run.id,
      scenarioId: scenario.id,
      nodeId: "hook1",
      nodeName: "Hook",
      eventId: event.id,
      eventType: event.type,
      orderId: order.id,
      url,
      targetHost: "example.com",
      body: "{}",
      maxAttempts: 1,
    },
  });
}

withTestDatabase();

beforeAll(async () => {
  await anOrder("ORD-1", "first_name@example.com", "https://example.com/a%20b");
  await anOrder("ORD-2", "firstxname@example.com", "https://example.com/a20b");
  await anOrder("ORD-3", "Percent%@example.com", "https://example.com/under_score");
  await anOrder("ORD-4", "back\\slash@example.com", "https://example.com/plain");
});

const orders = async (q: string) =>
  (await listOrders({ actor, query: { q } })).items.map(({ orderId }) => orderId).sort();
const deliveries = async (q: string) =>
  (await listDeliveries({ actor, query: { q } })).items.map((each) => each.orderNumber).sort();

describe("a search finds text as it was typed", () => {
  it.each([
    ["first_name", ["ORD-1"]],
    ["%", ["ORD-3"]],
    ["_", ["ORD-1"]],
    ["\\", ["ORD-4"]],
    ["percent%@", ["ORD-3"]],
    ["FIRST", ["ORD-1", "ORD-2"]],
    ["ord-", ["ORD-1", "ORD-2", "ORD-3", "ORD-4"]],
  ])("%s among the orders", async (q, found) => {
    expect(await orders(q)).toEqual(found);
  });

  it.each([
    ["a%20b", ["ORD-1"]],
    ["a%b", []],
    // In an email of the one, in the address of the other.
    ["_", ["ORD-1", "ORD-3"]],
    ["\\", ["ORD-4"]],
    ["EXAMPLE.COM/PLAIN", ["ORD-4"]],
  ])("%s among the deliveries", async (q, found) => {
    expect(await deliveries(q)).toEqual(found);
  });
});

describe("a search among the runs", () => {
  const numbers = async (q: string) =>
    (await listRuns({ actor, query: { q } })).items.map(({ orderNumber }) => orderNumber).sort();

  it.each([
    ["ord-2", ["ORD-2"]],
    ["firstx", ["ORD-2"]],
    ["%", ["ORD-3"]],
    ["nobody", []],
  ])("finds those of the orders that %s is in", async (q, found) => {
    expect(await numbers(q)).toEqual(found);
  });

  it("finds by the ids of a run, its event and its order, whatever the case", async () => {
    const { id, eventId, event } = await db().run.findFirstOrThrow({
      where: { event: { order: { number: "ORD-4" } } },
      include: { event: true },
    });
    for (const q of [id, eventId, event.orderId ?? "", id.toUpperCase()]) {
      expect(await numbers(q)).toEqual(["ORD-4"]);
    }
  });
});

describe("a search that hundreds of orders match", () => {
  it("finds the deliveries of them all, page by page", async () => {
    const MANY = 230;
    for (let n = 0; n < MANY; n++) {
      await anOrder(`BULK-${n}`, `bulk${n}@many.example`, "https://elsewhere.example/");
    }
    const found = new Set<string>();
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { q: "@many.example", limit: "100" };
      const page = await listDeliveries({ actor, query: cursor ? { ...query, cursor } : query });
      for (const { id } of page.items) found.add(id);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found.size).toBe(MANY);
  });
});
