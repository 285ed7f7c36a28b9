import "server-only";
import { engineEvents } from "@/inngest/client";
import { db } from "@/lib/db";
import { enqueue, handOver } from "@/lib/events/outbox";
import { deliveriesEnded } from "@/lib/targets/delivery-ended";
import { describeFailure } from "@/lib/webhooks/describe-failure";

/** Ends a delivery that our own infrastructure could not carry on, after the engine spent its retries. */
export async function failDelivery({ deliveryId }: { deliveryId: string }): Promise<void> {
  const { message, hint } = describeFailure("interrupted");
  const messages = await db().$transaction(async (tx) => {
    const changed = await tx.delivery.updateManyAndReturn({
      where: { id: deliveryId, status: { in: ["pending", "sending", "retrying"] } },
      data: {
        status: "failed",
        nextAttemptAt: null,
        completedAt: new Date(),
        lastFailureKind: "interrupted",
        lastFailureMessage: message,
        lastFailureHint: hint,
      },
    });
    await tx.attempt.updateMany({
      where: { deliveryId, completedAt: null },
      data: {
        completedAt: new Date(),
        leaseUntil: null,
        failureKind: "interrupted",
        failureMessage: message,
        failureHint: hint,
      },
    });
    await deliveriesEnded(
      tx,
      changed.map((delivery) => ({ delivery, arrived: false, isFirstEnd: true })),
    );
    return enqueue(
      tx,
      changed.map(({ id, runId }) => ({
        id: `${id}:gave-up`,
        name: engineEvents.runAdvanced,
        data: { runId },
      })),
    );
  });
  handOver(messages);
}
