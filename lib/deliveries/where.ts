import "server-only";
import type { z } from "zod";
import { containsText } from "@/lib/contains-text";
import type { deliveryFilterSchema } from "@/lib/deliveries/schemas";
import type { DeliveryWhereInput } from "@/lib/generated/prisma/models/Delivery";
import { createdWithin, idsWithin } from "@/lib/http/page";
import { matchingOrders } from "@/lib/orders/matching-orders";
import { heldBack } from "@/lib/targets/release-held";

/** An id of ours: whatever it is, it is looked for as a whole. */
const ID = /^(?:dlv|run|evt|ord)_[0-9a-z]{26}$/;
/** Waiting for a paused target. */
const held: DeliveryWhereInput = { ...heldBack, status: "pending" };
const firstSucceeded = { number: 1, completedAt: { not: null }, failureKind: null };

/**
 * The condition of the deliveries that filters ask for. `q` finds by ids, by order number and e-mail,
 * and by part of the URL.
 * @param period that of the filters; to be given where its condition is made apart, of filters without
 */
export async function deliveriesWhere(
  filters: z.output<typeof deliveryFilterSchema>,
  period: Pick<typeof filters, "since" | "until"> = filters,
): Promise<DeliveryWhereInput> {
  const where: DeliveryWhereInput = {
    ...(filters.status ? { status: filters.status } : {}),
    ...(filters.scenarioId ? { scenarioId: filters.scenarioId } : {}),
    ...(filters.event ? { eventType: filters.event } : {}),
    ...(filters.statusCode ? { lastStatusCode: filters.statusCode } : {}),
    ...(filters.failureKind ? { lastFailureKind: filters.failureKind } : {}),
    ...(filters.firstAttempt
      ? // PostgreSQL may begin with the attempts; it can't tell which of them the period concerns.
        { attempts: { some: { ...firstSucceeded, deliveryId: idsWithin("delivery", period) } } }
      : {}),
    ...(filters.test ? { isTest: filters.test === "true" } : {}),
    ...(filters.nodeId ? { nodeId: filters.nodeId } : {}),
    ...(filters.endedSince ? { completedAt: { gte: new Date(filters.endedSince) } } : {}),
    ...createdWithin("delivery", filters),
    ...(filters.q ? { OR: await searchConditions(filters.q) } : {}),
  };
  if (!filters.held) return where;
  return { AND: [where, filters.held === "true" ? held : { NOT: held }] };
}

async function searchConditions(q: string): Promise<DeliveryWhereInput[]> {
  const id = q.toLowerCase();
  if (ID.test(id)) return [{ id }, { runId: id }, { eventId: id }, { orderId: id }];
  const orders = await matchingOrders(q);
  return [
    { url: containsText(q) },
    orders.ids ? { orderId: { in: orders.ids } } : { run: { event: { order: orders.where } } },
  ];
}
