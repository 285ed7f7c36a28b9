import "server-only";
import { type Db, db } from "@/lib/db";
import { endIfDone } from "@/lib/replays/end-if-done";
import { endReplayItem } from "@/lib/replays/end-item";
import { lockReplay } from "@/lib/replays/lock-replay";
import { reasons } from "@/lib/replays/reasons";
import { stepKeyOf } from "@/lib/replays/step-key";

const AFTER_MS = 60_000;
const BATCH = 500;

/**
 * Ends items that nobody told of their end: their delivery was removed while it was being sent, or
 * all its attempts were ended at once because the engine gave it up. Returns how many.
 */
export async function settleReplays(): Promise<number> {
  const open = await db().replay.findMany({ where: { completedAt: null }, select: { id: true } });
  let settled = 0;
  for (const { id } of open) {
    const items = await db().replayItem.findMany({
      where: {
        replayId: id,
        status: "sending",
        changedAt: { lt: new Date(Date.now() - AFTER_MS) },
      },
      select: { deliveryId: true },
      orderBy: { deliveryId: "asc" },
      take: BATCH,
    });
    const deliveryIds = items.map(({ deliveryId }) => deliveryId);
    if (deliveryIds.length > 0) settled += await settle(id, deliveryIds);
  }
  return settled;
}

function settle(replayId: string, deliveryIds: string[]): Promise<number> {
  return db().$transaction(async (tx) => {
    const replay = await lockReplay(tx, replayId);
    if (!replay) return 0;
    const stepKey = stepKeyOf(replayId);
    const ended = await tx.attempt.findMany({
      where: { deliveryId: { in: deliveryIds }, stepKey, completedAt: { not: null } },
      select: { deliveryId: true, failureMessage: true },
    });
    for (const { deliveryId, failureMessage } of ended) {
      await endReplayItem(tx, { deliveryId, stepKey, failure: failureMessage });
    }
    const gone = await skipGone(tx, replayId, deliveryIds);
    await endIfDone(tx, replay);
    return ended.length + gone;
  });
}

async function skipGone(tx: Db, replayId: string, deliveryIds: string[]): Promise<number> {
  const there = await tx.delivery.findMany({
    where: { id: { in: deliveryIds } },
    select: { id: true },
  });
  const known = new Set(there.map(({ id }) => id));
  const { count } = await tx.replayItem.updateMany({
    where: {
      replayId,
      deliveryId: { in: deliveryIds.filter((id) => !known.has(id)) },
      status: "sending",
    },
    data: { status: "skipped", reason: reasons.gone, changedAt: new Date() },
  });
  return count;
}
