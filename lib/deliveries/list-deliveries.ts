import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { listDeliveriesSchema } from "@/lib/deliveries/schemas";
import { deliveryInclude, deliveryView } from "@/lib/deliveries/view";
import { deliveriesWhere } from "@/lib/deliveries/where";
import { findPage } from "@/lib/http/find-page";
import { keyset, timesWithin, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";

/** Deliveries, newest first, by key. */
export async function listDeliveries({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listDeliveriesSchema, query);
  const { limit: _limit, cursor: _cursor, ...filters } = input;
  const { since, until, ...timeless } = filters;
  const page = keyset(input);
  const where = await deliveriesWhere(timeless, { since, until });
  const rows = await findPage({
    kind: "delivery",
    filters,
    page,
    idAfter: (skip, ids) =>
      db().delivery.findFirst({ where: ids, orderBy: page.orderBy, skip, select: { id: true } }),
    find: (tx, ids) =>
      tx.delivery.findMany({
        where: { AND: [ids, where, timesWithin({ since, until })] },
        orderBy: page.orderBy,
        take: page.take,
        include: deliveryInclude,
        omit: { body: true },
      }),
  });
  return toPage(rows, input, deliveryView);
}
