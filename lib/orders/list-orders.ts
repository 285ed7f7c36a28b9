import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { containsText } from "@/lib/contains-text";
import { db } from "@/lib/db";
import { createdWithin, keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listOrdersSchema } from "@/lib/orders/schemas";
import { orderView } from "@/lib/orders/view";

/** Orders, newest first; `q` finds by id, number or e-mail. */
export async function listOrders({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listOrdersSchema, query);
  const { q } = input;
  const page = keyset(input);
  const rows = await db().order.findMany({
    where: {
      ...page.where,
      ...createdWithin("order", input),
      ...(q ? { OR: [{ id: q }, { number: containsText(q) }, { email: containsText(q) }] } : {}),
    },
    orderBy: page.orderBy,
    take: page.take,
    include: {
      events: { where: { isTest: false }, select: { id: true, runs: { select: { id: true } } } },
    },
  });
  return toPage(rows, input, (row) =>
    orderView(
      row,
      row.events[0]?.id ?? null,
      row.events.flatMap((event) => event.runs.map((run) => run.id)),
    ),
  );
}
