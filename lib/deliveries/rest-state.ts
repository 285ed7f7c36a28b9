import "server-only";
import type { Db } from "@/lib/db";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";

/**
 * Where a delivery stands once an attempt beside its automatic schedule has come to nothing: what
 * arrived stays arrived, what was cancelled cancelled, and the schedule goes on as it was, begun or not.
 */
export async function restState(
  tx: Db,
  delivery: Delivery,
  now: Date,
): Promise<{ status: string; completedAt?: Date }> {
  const arrived = await tx.attempt.count({
    where: { deliveryId: delivery.id, completedAt: { not: null }, failureKind: null },
  });
  if (arrived > 0) return { status: "succeeded" };
  if (delivery.nextAttemptAt) return { status: "retrying" };
  // One that was interrupted is made again by its step, which is why it has lost its key.
  const begun = await tx.attempt.count({
    where: {
      deliveryId: delivery.id,
      trigger: { notIn: ["manual", "probe"] },
      stepKey: { not: null },
    },
  });
  if (begun === 0 && !delivery.completedAt) return { status: "pending" };
  // Of a delivery that was cancelled, its step says so: nothing failed.
  const cancelled = await tx.runStep.count({
    where: { runId: delivery.runId, nodeId: delivery.nodeId, status: "cancelled" },
  });
  if (cancelled > 0 && delivery.completedAt) return { status: "cancelled" };
  return { status: "failed", completedAt: delivery.completedAt ?? now };
}
