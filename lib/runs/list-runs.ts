import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { RunWhereInput } from "@/lib/generated/prisma/models/Run";
import { findPage } from "@/lib/http/find-page";
import { keyset, timesWithin, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { matchingOrders } from "@/lib/orders/matching-orders";
import { listRunsSchema } from "@/lib/runs/schemas";
import { runInclude, runView } from "@/lib/runs/view";

/** Runs, newest first. */
export async function listRuns({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listRunsSchema, query);
  const { limit: _limit, cursor: _cursor, ...filters } = input;
  const { scenarioId, status, test, q } = filters;
  const page = keyset(input);
  const where: RunWhereInput = {
    ...timesWithin(filters),
    ...(scenarioId ? { scenarioId } : {}),
    ...(status ? { status } : {}),
    ...(test ? { isTest: test === "true" } : {}),
    ...(q ? await searchCondition(q) : {}),
  };
  const rows = await findPage({
    kind: "run",
    filters,
    page,
    idAfter: (skip, ids) =>
      db().run.findFirst({ where: ids, orderBy: page.orderBy, skip, select: { id: true } }),
    find: (tx, ids) =>
      tx.run.findMany({
        where: { AND: [ids, where] },
        orderBy: page.orderBy,
        take: page.take,
        include: runInclude,
      }),
  });
  return toPage(rows, input, runView);
}

/** An id of ours: whatever it is, it is looked for as a whole. */
const ID = /^(?:run|evt|ord)_[0-9a-z]{26}$/;

async function searchCondition(q: string): Promise<RunWhereInput> {
  const id = q.toLowerCase();
  if (ID.test(id)) return { OR: [{ id }, { eventId: id }, { event: { orderId: id } }] };
  const orders = await matchingOrders(q);
  return { event: orders.ids ? { orderId: { in: orders.ids } } : { order: orders.where } };
}
