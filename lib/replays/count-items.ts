import "server-only";
import type { Db } from "@/lib/db";
import { REPLAY_ITEM_STATUSES, type ReplayCounts, replayCountsSchema } from "@/lib/replays/schemas";

/** How many items of each replay stand how. */
export async function countItems(
  db: Db,
  replayIds: readonly string[],
): Promise<Map<string, ReplayCounts>> {
  if (replayIds.length === 0) return new Map();
  const groups = await db.replayItem.groupBy({
    by: ["replayId", "status"],
    where: { replayId: { in: [...replayIds] } },
    _count: true,
  });
  const numberOf = (replayId: string, status: string) =>
    groups.find((group) => group.replayId === replayId && group.status === status)?._count ?? 0;
  return new Map(
    replayIds.map((id) => [
      id,
      replayCountsSchema.parse(
        Object.fromEntries(REPLAY_ITEM_STATUSES.map((status) => [status, numberOf(id, status)])),
      ),
    ]),
  );
}
