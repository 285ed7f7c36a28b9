import "server-only";
import { countItems } from "@/lib/replays/count-items";
import type { Sql } from "@/lib/sql";

/**
 * Ends a replay of which nothing is waiting or being sent any more, with its counts. The caller holds
 * it (`lockReplay`): of several who look at the same time, the last one sees what the others did.
 */
export async function endIfDone(
  tx: Sql,
  { id, status }: { id: string; status: string },
): Promise<void> {
  const [open] = await tx.$queryRaw<unknown[]>`
    SELECT FROM replay_items WHERE replay_id = ${id} AND status IN ('waiting', 'sending') LIMIT 1`;
  if (open) return;
  const counts = (await countItems(tx, [id])).get(id);
  await tx.$executeRaw`
    UPDATE replays SET status = ${status === "running" ? "completed" : status},
      completed_at = clock_timestamp(), counts = ${JSON.stringify(counts)}
    WHERE id = ${id} AND completed_at IS NULL`;
}
