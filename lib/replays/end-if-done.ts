import "server-only";
import type { Db } from "@/lib/db";
import { countItems } from "@/lib/replays/count-items";

/**
 * Ends a replay of which nothing is waiting or being sent any more, with its counts. The caller holds
 * it (`lockReplay`): of several who look at the same time, the last one sees what the others did.
 */
export async function endIfDone(
  tx: Db,
  { id, status }: { id: string; status: string },
): Promise<void> {
  const open = await tx.replayItem.findFirst({
    where: { replayId: id, status: { in: ["waiting", "sending"] } },
    select: { deliveryId: true },
  });
  if (open) return;
  const counts = (await countItems(tx, [id])).get(id);
  await tx.replay.updateMany({
    where: { id, completedAt: null },
    data: {
      status: status === "running" ? "completed" : status,
      completedAt: new Date(),
      counts: JSON.stringify(counts),
    },
  });
}
