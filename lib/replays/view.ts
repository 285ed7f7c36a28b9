import "server-only";
import type { Db } from "@/lib/db";
import type { ReplayModel as Replay } from "@/lib/generated/prisma/models/Replay";
import { countItems } from "@/lib/replays/count-items";
import { type ReplayView, replayCountsSchema, replaySchema } from "@/lib/replays/schemas";
import { actorNames } from "@/lib/scenarios/actor-names";

/** Replays as the API shows them. Of those that have ended, the counts were kept. */
export async function replayViews(db: Db, rows: readonly Replay[]): Promise<ReplayView[]> {
  const open = rows.filter(({ counts }) => counts === null);
  const counted = await countItems(
    db,
    open.map(({ id }) => id),
  );
  const who = await actorNames(
    db,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => ({
    id: row.id,
    status: replaySchema.shape.status.parse(row.status),
    filter: row.filter === null ? null : replaySchema.shape.filter.parse(JSON.parse(row.filter)),
    total: row.total,
    counts: counted.get(row.id) ?? replayCountsSchema.parse(JSON.parse(row.counts ?? "{}")),
    perSecond: row.perSecond,
    createdBy: who(row.createdBy),
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  }));
}
