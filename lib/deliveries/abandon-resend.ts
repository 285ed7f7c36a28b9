import "server-only";
import { db } from "@/lib/db";
import { restState } from "@/lib/deliveries/rest-state";
import { endReplayItem } from "@/lib/replays/end-item";
import { describeFailure } from "@/lib/webhooks/failures";

/**
 * Ends a resend that our own infrastructure could not carry on, after the engine spent its retries:
 * its attempt was interrupted, and the delivery stands where it stood without it.
 */
export async function abandonResend({
  deliveryId,
  stepKey,
}: {
  deliveryId: string;
  stepKey: string;
}): Promise<void> {
  const { message, hint } = describeFailure("interrupted");
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM deliveries WHERE id = ${deliveryId} FOR UPDATE`;
    const delivery = await tx.delivery.findUnique({ where: { id: deliveryId } });
    const now = new Date();
    const open = await tx.attempt.updateMany({
      where: { deliveryId, stepKey, completedAt: null },
      data: {
        completedAt: now,
        leaseUntil: null,
        failureKind: "interrupted",
        failureMessage: message,
        failureHint: hint,
      },
    });
    await endReplayItem(tx, { deliveryId, stepKey, failure: message });
    if (!delivery || open.count === 0 || delivery.status !== "sending") return;
    await tx.delivery.update({
      where: { id: deliveryId },
      data: await restState(tx, delivery, now),
    });
  });
}
