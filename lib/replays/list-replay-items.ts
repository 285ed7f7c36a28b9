import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import type { ReplayItemModel as ReplayItem } from "@/lib/generated/prisma/models/ReplayItem";
import { notFound } from "@/lib/http/errors";
import { keysetInOrder, type Page, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import {
  listReplayItemsSchema,
  type ReplayItemView,
  replayItemSchema,
} from "@/lib/replays/schemas";

/** The deliveries of a replay in the order in which they are sent. 404 for an unknown replay. */
export async function listReplayItems({
  id: replayId,
  query,
}: {
  actor: Actor;
  id: string;
  query: unknown;
}): Promise<Page<ReplayItemView>> {
  const input = parseInput(listReplayItemsSchema, query);
  const replay = await db().replay.findUnique({ where: { id: replayId }, select: { id: true } });
  if (!replay) throw notFound("replay");
  const { id, direction, take } = keysetInOrder(input);
  const rows = await db().replayItem.findMany({
    where: {
      replayId,
      ...(input.status ? { status: input.status } : {}),
      ...(id ? { deliveryId: id } : {}),
    },
    orderBy: { deliveryId: direction },
    take,
  });
  const numbers = await orderNumbers(db(), rows);
  const keyed = rows.map((row) => ({ ...row, id: row.deliveryId }));
  return toPage(keyed, input, (row) => itemView(row, numbers));
}

/** The order's number, or null without one, of each delivery that is still there. */
async function orderNumbers(db: Db, items: readonly ReplayItem[]) {
  const deliveries = await db.delivery.findMany({
    where: { id: { in: items.map(({ deliveryId }) => deliveryId) } },
    select: {
      id: true,
      run: { select: { event: { select: { order: { select: { number: true } } } } } },
    },
  });
  return new Map(deliveries.map(({ id, run }) => [id, run.event.order?.number ?? null]));
}

function itemView(row: ReplayItem, numbers: Map<string, string | null>): ReplayItemView {
  return {
    deliveryId: row.deliveryId,
    status: replayItemSchema.shape.status.parse(row.status),
    reason: row.reason,
    targetHost: row.targetHost,
    orderNumber: numbers.get(row.deliveryId) ?? null,
    isGone: !numbers.has(row.deliveryId),
    changedAt: row.changedAt.toISOString(),
  };
}
