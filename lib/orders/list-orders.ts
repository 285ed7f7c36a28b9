import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { containsText } from "@/lib/contains-text";
import { db } from "@/lib/db";
import { createdWithin, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listOrdersSchema } from "@/lib/orders/schemas";
import { orderView } from "@/lib/orders/view";

/** Orders, newest first; `q` finds by id, number or e-mail. */
export async function listOrders({ query }: { actor: Actor; query: unknown }) {
  const { limit, cursor, q, ...time } = parseInput(listOrdersSchema, query);
  const rows = await db().order.findMany({
    where: {
      ...(cursor ? { id: { lt: cursor } } : {}),
      ...createdWithin(time),
      ...(q ? { OR: [{ id: q }, { number: containsText(q) }, { email: containsText(q) }] } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: {
      events: { where: { isTest: false }, select: { id: true, runs: { select: { id: true } } } },
    },
  });
  return toPage(rows, limit, (row) =>
    orderView(
      row,
      row.events[0]?.id ?? null,
      row.events.flatMap((event) => event.runs.map((run) => run.id)),
    ),
  );
}
