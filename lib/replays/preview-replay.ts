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
import { createdWithinParts } from "@/lib/http/page";
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
  const { since, until, ...timeless } = filter;
  const where = await deliveriesWhere(timeless, { since, until });
  // In these parts nearly all is counted from an index, without reading the deliveries.
  const parts = createdWithinParts("delivery", { since, until }).map((part) => ({
    AND: [where, part],
  }));
  // Beside a long history, to count all of it would take seconds, and none of it could be one replay.
  const totals = await Promise.all(
    parts.map((part) => db().delivery.count({ where: part, take: REPLAY_MAX + 1 })),
  );
  const total = Math.min(sumOf(totals), REPLAY_MAX + 1);
  return {
    filter,
    total,
    byStatus: total > REPLAY_MAX ? null : await countByStatus(filter.status, parts, total),
    max: REPLAY_MAX,
  };
}

/** Where the filter is by status, all are of that one. */
async function countByStatus(
  status: DeliveryView["status"] | undefined,
  parts: readonly DeliveryWhereInput[],
  total: number,
): Promise<ReplayPreviewView["byStatus"]> {
  const groups = status
    ? [{ status, _count: total }]
    : (await Promise.all(parts.map(group))).flat();
  const numberOf = (wanted: string) =>
    sumOf(groups.filter(({ status }) => status === wanted).map(({ _count }) => _count));
  return replayPreviewSchema.shape.byStatus.parse(
    Object.fromEntries(DELIVERY_STATUSES.map((each) => [each, numberOf(each)])),
  );
}

const group = (where: DeliveryWhereInput) =>
  db().delivery.groupBy({ by: ["status"], where, _count: true });

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
