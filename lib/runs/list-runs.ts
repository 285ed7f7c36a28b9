import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { RunWhereInput } from "@/lib/generated/prisma/models/Run";
import { createdWithin, keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { matchingOrders } from "@/lib/orders/matching-orders";
import { listRunsSchema } from "@/lib/runs/schemas";
import { runInclude, runView } from "@/lib/runs/view";

/** Runs, newest first. */
export async function listRuns({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listRunsSchema, query);
  const { scenarioId, status, test, q } = input;
  const page = keyset(input);
  const rows = await db().run.findMany({
    where: {
      ...page.where,
      ...createdWithin("run", input),
      ...(scenarioId ? { scenarioId } : {}),
      ...(status ? { status } : {}),
      ...(test ? { isTest: test === "true" } : {}),
      ...(q ? await searchCondition(q) : {}),
    },
    orderBy: page.orderBy,
    take: page.take,
    include: runInclude,
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
