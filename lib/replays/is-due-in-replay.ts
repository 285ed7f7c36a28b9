import "server-only";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { skipReplayItem } from "@/lib/replays/end-item";
import { hasArrivedSince } from "@/lib/replays/reason-to-skip";
import { reasons } from "@/lib/replays/reasons";
import { replayOfStep } from "@/lib/replays/step-key";
import type { Sql } from "@/lib/sql";

/**
 * Whether the resend that a replay has asked for is still to be made: its item waits for it, and the
 * delivery has not arrived in the meantime; if it has, the item is skipped. Of a replay that was
 * cancelled as well. True for what no replay has asked for.
 * @param delivery held by the transaction
 */
export async function isDueInReplay(
  tx: Sql,
  { deliveryId, stepKey }: { deliveryId: string; stepKey: string },
  delivery: Pick<Delivery, "status" | "completedAt">,
): Promise<boolean> {
  const replayId = replayOfStep(stepKey);
  if (!replayId) return true;
  const [replay] = await tx.$queryRaw<{ createdAt: Date }[]>`
    SELECT created_at AS "createdAt" FROM replay_items JOIN replays ON replays.id = replay_id
    WHERE replay_id = ${replayId} AND delivery_id = ${deliveryId}
      AND replay_items.status = 'sending'`;
  if (!replay) return false;
  if (!hasArrivedSince(delivery, replay)) return true;
  await skipReplayItem(tx, { deliveryId, stepKey, reason: reasons.arrived });
  return false;
}
