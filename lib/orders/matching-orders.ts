import "server-only";
import { containsText } from "@/lib/contains-text";
import { db } from "@/lib/db";
import type { OrderWhereInput } from "@/lib/generated/prisma/models/Order";

/** So many orders are looked up first, which is fast; of more, each row is asked for its order. */
const ORDERS_MAX = 200;

/**
 * The orders whose number or email contains `q`, for lists of what came of orders. `ids` are null when
 * the orders are too many to be named: then their rows have to be asked by `where`.
 */
export async function matchingOrders(
  q: string,
): Promise<{ where: OrderWhereInput; ids: string[] | null }> {
  const where = { OR: [{ number: containsText(q) }, { email: containsText(q) }] };
  const orders = await db().order.findMany({
    where,
    select: { id: true },
    orderBy: { id: "desc" },
    take: ORDERS_MAX,
  });
  return { where, ids: orders.length === ORDERS_MAX ? null : orders.map(({ id }) => id) };
}
