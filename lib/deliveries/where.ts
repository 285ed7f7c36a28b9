import "server-only";
import type { z } from "zod";
import { containsText } from "@/lib/contains-text";
import { db } from "@/lib/db";
import type { deliveryFilterSchema } from "@/lib/deliveries/schemas";
import type { DeliveryWhereInput } from "@/lib/generated/prisma/models/Delivery";
import { createdWithin } from "@/lib/http/page";

/** An id of ours: whatever it is, it is looked for as a whole. */
const ID = /^(?:dlv|run|evt|ord)_[0-9a-z]{26}$/;
/** Orders beyond these are too many to be what somebody looks for. */
const ORDERS_MAX = 200;

/**
 * The condition of the deliveries that filters ask for. `q` finds by ids, by order number and e-mail,
 * and by part of the URL.
 */
export async function deliveriesWhere(
  filters: z.output<typeof deliveryFilterSchema>,
): Promise<DeliveryWhereInput> {
  return {
    ...(filters.status ? { status: filters.status } : {}),
    ...(filters.scenarioId ? { scenarioId: filters.scenarioId } : {}),
    ...(filters.event ? { eventType: filters.event } : {}),
    ...(filters.statusCode ? { lastStatusCode: filters.statusCode } : {}),
    ...(filters.failureKind ? { lastFailureKind: filters.failureKind } : {}),
    ...(filters.test ? { isTest: filters.test === "true" } : {}),
    ...createdWithin("delivery", filters),
    ...(filters.q ? { OR: await searchConditions(filters.q) } : {}),
  };
}

async function searchConditions(q: string): Promise<DeliveryWhereInput[]> {
  const id = q.toLowerCase();
  if (ID.test(id)) return [{ id }, { runId: id }, { eventId: id }, { orderId: id }];
  const orders = await db().order.findMany({
    where: { OR: [{ number: containsText(q) }, { email: containsText(q) }] },
    select: { id: true },
    orderBy: { id: "desc" },
    take: ORDERS_MAX,
  });
  return [{ url: containsText(q) }, { orderId: { in: orders.map((order) => order.id) } }];
}
