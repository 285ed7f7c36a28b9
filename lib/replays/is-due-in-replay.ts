import "server-only";
import type { Db } from "@/lib/db";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { skipReplayItem } from "@/lib/replays/end-item";
import { hasArrivedSince } from "@/lib/replays/reason-to-skip";
import { reasons } from "@/lib/replays/reasons";
import { replayOfStep } from "@/lib/replays/step-key";

/**
 * Whether the resend that a replay has asked for is still to be made: its item waits for it, and the
 * delivery has not arrived in the meantime; if it has, the item is skipped. Of a replay that was
 * cancelled as well. True for what no replay has asked for.
 * @param delivery held by the transaction
 */
export async function isDueInReplay(
  tx: Db,
  { deliveryId, stepKey }: { deliveryId: string; stepKey: string },
  delivery: Delivery,
): Promise<boolean> {
  const replayId = replayOfStep(stepKey);
  if (!replayId) return true;
  const item = await tx.replayItem.findUnique({
    where: { replayId_deliveryId: { replayId, deliveryId } },
    select: { status: true, replay: { select: { createdAt: true } } },
  });
  if (item?.status !== "sending") return false;
  if (!hasArrivedSince(delivery, item.replay)) return true;
  await skipReplayItem(tx, { deliveryId, stepKey, reason: reasons.arrived });
  return false;
}
