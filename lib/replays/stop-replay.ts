import "server-only";
import type { Db } from "@/lib/db";
import { endIfDone } from "@/lib/replays/end-if-done";

/** Ends what waits of a replay that the caller holds; what is being sent ends by itself. */
export async function stopReplay(tx: Db, id: string, reason: string): Promise<void> {
  const status = "cancelled";
  await tx.replayItem.updateMany({
    where: { replayId: id, status: "waiting" },
    data: { status, reason, changedAt: new Date() },
  });
  await tx.replay.update({ where: { id }, data: { status } });
  await endIfDone(tx, { id, status });
}
