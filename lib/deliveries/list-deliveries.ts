import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { containsText } from "@/lib/contains-text";
import { db } from "@/lib/db";
import { listDeliveriesSchema } from "@/lib/deliveries/schemas";
import { deliveryInclude, deliveryView } from "@/lib/deliveries/view";
import type { DeliveryWhereInput } from "@/lib/generated/prisma/models/Delivery";
import { createdWithin, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";

/** Deliveries, newest first, by key. `q` finds by ids, order number, e-mail and part of the URL. */
export async function listDeliveries({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listDeliveriesSchema, query);
  const where: DeliveryWhereInput = {
    ...(input.cursor ? { id: { lt: input.cursor } } : {}),
    ...(input.status ? { status: input.status } : {}),
    ...(input.scenarioId ? { scenarioId: input.scenarioId } : {}),
    ...(input.event ? { eventType: input.event } : {}),
    ...(input.statusCode ? { lastStatusCode: input.statusCode } : {}),
    ...(input.failureKind ? { lastFailureKind: input.failureKind } : {}),
    ...(input.test ? { isTest: input.test === "true" } : {}),
    ...createdWithin(input),
    ...(input.q ? { OR: await searchConditions(input.q) } : {}),
  };
  const rows = await db().delivery.findMany({
    where,
    orderBy: { id: "desc" },
    take: input.limit + 1,
    include: deliveryInclude,
  });
  return toPage(rows, input.limit, deliveryView);
}

async function searchConditions(q: string): Promise<DeliveryWhereInput[]> {
  const orders = await db().order.findMany({
    where: {
      OR: [{ number: containsText(q) }, { email: containsText(q) }],
    },
    select: { id: true },
    orderBy: { id: "desc" },
    take: 200,
  });
  return [
    { id: q },
    { runId: q },
    { eventId: q },
    { orderId: q },
    { url: containsText(q) },
    ...(orders.length > 0 ? [{ orderId: { in: orders.map((order) => order.id) } }] : []),
  ];
}
