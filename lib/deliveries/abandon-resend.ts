import "server-only";
import { type Db, db } from "@/lib/db";
import { manualStepKey } from "@/lib/deliveries/resend-message";
import { restState } from "@/lib/deliveries/rest-state";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { newId } from "@/lib/ids";
import { endReplayItem } from "@/lib/replays/end-item";
import { describeFailure } from "@/lib/webhooks/describe-failure";

/**
 * Ends a resend that our own infrastructure could not carry on, after the engine spent its retries:
 * its attempt was interrupted, and the delivery stands where it stood without it. One that a person
 * asked for is told in the list of attempts even when it never began, so that the next is another.
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
    if (!delivery) return;
    // The next resend would have the same step and message, which the engine takes for a repeat.
    if (stepKey === manualStepKey(delivery.attemptCount + 1))
      await noteGivenUp(tx, delivery, stepKey, now);
    if (open.count === 0 || delivery.status !== "sending") return;
    await tx.delivery.update({
      where: { id: deliveryId },
      data: await restState(tx, delivery, now),
    });
  });
}

async function noteGivenUp(tx: Db, delivery: Delivery, stepKey: string, now: Date): Promise<void> {
  const { message, hint } = describeFailure("interrupted");
  const number = delivery.attemptCount + 1;
  await tx.attempt.create({
    data: {
      id: newId("attempt"),
      deliveryId: delivery.id,
      number,
      stepKey,
      trigger: "manual",
      startedAt: now,
      completedAt: now,
      url: delivery.url,
      requestHeaders: "{}",
      failureKind: "interrupted",
      failureMessage: message,
      failureHint: hint,
    },
  });
  await tx.delivery.update({ where: { id: delivery.id }, data: { attemptCount: number } });
}
