import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { DELIVERY_STATUSES, deliveryFilterSchema } from "@/lib/deliveries/schemas";
import { deliveriesWhere } from "@/lib/deliveries/where";
import { parseInput } from "@/lib/http/problem";
import { REPLAY_MAX, type ReplayPreviewView, replayPreviewSchema } from "@/lib/replays/schemas";

/**
 * How many deliveries a filter matches, by their status. The filter that it answers with ends now:
 * made with that one, a replay takes in nothing that was not counted.
 */
export async function previewReplay({
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<ReplayPreviewView> {
  const asked = parseInput(deliveryFilterSchema, query);
  const filter = { ...asked, until: asked.until ?? new Date().toISOString() };
  const groups = await db().delivery.groupBy({
    by: ["status"],
    where: await deliveriesWhere(filter),
    _count: true,
  });
  const numberOf = (wanted: string) => groups.find(({ status }) => status === wanted)?._count ?? 0;
  return {
    filter,
    total: groups.reduce((sum, { _count }) => sum + _count, 0),
    byStatus: replayPreviewSchema.shape.byStatus.parse(
      Object.fromEntries(DELIVERY_STATUSES.map((status) => [status, numberOf(status)])),
    ),
    max: REPLAY_MAX,
  };
}
