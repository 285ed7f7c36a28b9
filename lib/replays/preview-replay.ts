import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import {
  DELIVERY_STATUSES,
  type DeliveryView,
  deliveryFilterSchema,
} from "@/lib/deliveries/schemas";
import { deliveriesWhere } from "@/lib/deliveries/where";
import type { DeliveryWhereInput } from "@/lib/generated/prisma/models/Delivery";
import { parseInput } from "@/lib/http/problem";
import { REPLAY_MAX, type ReplayPreviewView, replayPreviewSchema } from "@/lib/replays/schemas";

/**
 * How many deliveries a filter matches, by their status, as far as they can be one replay. The filter
 * that it answers with ends now: made with that one, a replay takes in nothing that was not counted.
 */
export async function previewReplay({
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<ReplayPreviewView> {
  const asked = parseInput(deliveryFilterSchema, query);
  const filter = { ...asked, until: asked.until ?? new Date().toISOString() };
  const where = await deliveriesWhere(filter);
  // Beside a long history, to count all of it would take seconds, and none of it could be one replay.
  const total = await db().delivery.count({ where, take: REPLAY_MAX + 1 });
  return {
    filter,
    total,
    byStatus: total > REPLAY_MAX ? null : await countByStatus(filter.status, where, total),
    max: REPLAY_MAX,
  };
}

/** Where the filter is by status, all are of that one. */
async function countByStatus(
  status: DeliveryView["status"] | undefined,
  where: DeliveryWhereInput,
  total: number,
): Promise<ReplayPreviewView["byStatus"]> {
  const groups = status
    ? [{ status, _count: total }]
    : await db().delivery.groupBy({ by: ["status"], where, _count: true });
  const numberOf = (wanted: string) => groups.find((group) => group.status === wanted)?._count ?? 0;
  return replayPreviewSchema.shape.byStatus.parse(
    Object.fromEntries(DELIVERY_STATUSES.map((each) => [each, numberOf(each)])),
  );
}
