import "server-only";
import { REPLAY_ITEM_STATUSES, type ReplayCounts, replayCountsSchema } from "@/lib/replays/schemas";
import type { Sql } from "@/lib/sql";

/** How many items of each replay stand how. */
export async function countItems(
  db: Sql,
  replayIds: readonly string[],
): Promise<Map<string, ReplayCounts>> {
  if (replayIds.length === 0) return new Map();
  const groups = await db.$queryRaw<{ replayId: string; status: string; count: number }[]>`
    SELECT replay_id AS "replayId", status, count(*)::int AS count FROM replay_items
    WHERE replay_id = ANY(${[...replayIds]}::text[])
    GROUP BY replay_id, status`;
  const numberOf = (replayId: string, status: string) =>
    groups.find((group) => group.replayId === replayId && group.status === status)?.count ?? 0;
  return new Map(
    replayIds.map((id) => [
      id,
      replayCountsSchema.parse(
        Object.fromEntries(REPLAY_ITEM_STATUSES.map((status) => [status, numberOf(id, status)])),
      ),
    ]),
  );
}
