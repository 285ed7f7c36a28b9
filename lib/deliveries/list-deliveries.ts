import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { listDeliveriesSchema } from "@/lib/deliveries/schemas";
import { deliveryInclude, deliveryView } from "@/lib/deliveries/view";
import { deliveriesWhere } from "@/lib/deliveries/where";
import { keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";

/** Deliveries, newest first, by key. */
export async function listDeliveries({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listDeliveriesSchema, query);
  const page = keyset(input);
  const rows = await db().delivery.findMany({
    where: { AND: [page.where, await deliveriesWhere(input)] },
    orderBy: page.orderBy,
    take: page.take,
    include: deliveryInclude,
    omit: { body: true },
  });
  return toPage(rows, input, deliveryView);
}
