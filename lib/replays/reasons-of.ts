import "server-only";
import type { Db } from "@/lib/db";
import { type ReplayDetailView, replayReasonSchema } from "@/lib/replays/schemas";

/** Of each kind of end the most frequent are told: a message may name a port or a time. */
const TOLD_PER_STATUS = 5;

/**
 * Why the items of a replay failed, were skipped or not sent, and how many for each reason, the most
 * frequent first. To be asked of one that has ended: it reads all of those items.
 */
export async function reasonsOf(db: Db, replayId: string): Promise<ReplayDetailView["reasons"]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT status, reason, count FROM (
      SELECT status, reason, count(*)::int AS count,
        row_number() OVER (PARTITION BY status ORDER BY count(*) DESC, reason) AS place
      FROM replay_items
      WHERE replay_id = ${replayId} AND status IN ('failed', 'skipped', 'cancelled')
        AND reason IS NOT NULL
      GROUP BY status, reason) AS counted
    WHERE place <= ${TOLD_PER_STATUS}::int
    ORDER BY status, place`;
  return replayReasonSchema.array().parse(rows);
}
