import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { manualStepKey, resendMessage } from "@/lib/deliveries/resend-message";
import { enqueue, handOver } from "@/lib/events/outbox";
import { AppError, notFound } from "@/lib/http/errors";
import { liveHost } from "@/lib/targets/live-host";

/**
 * Asks for one more attempt of a delivery. Asking again while that attempt is on its way does not
 * make two; once it was made or given up, it is another. `attemptNumber` is the one it is expected to
 * have. 409 while an attempt is being sent.
 */
export async function resendDelivery({
  actor,
  id,
}: {
  actor: Actor;
  id: string;
}): Promise<{ deliveryId: string; attemptNumber: number }> {
  const { messages, attemptNumber } = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM deliveries WHERE id = ${id} FOR UPDATE`;
    const delivery = await tx.delivery.findUnique({ where: { id } });
    if (!delivery) throw notFound("delivery");
    if (delivery.status === "sending")
      throw new AppError("conflict", "This delivery is being sent right now.");
    const attemptNumber = delivery.attemptCount + 1;
    await writeAudit(tx, {
      actor,
      action: "delivery.resent",
      targetType: "delivery",
      targetId: id,
    });
    // It goes where the live version sends to, and counts there among what is under way.
    const targetHost = (await liveHost(tx, delivery)) ?? delivery.targetHost;
    const messages = await enqueue(tx, [
      resendMessage({ delivery: { id, targetHost }, stepKey: manualStepKey(attemptNumber) }),
    ]);
    return { messages, attemptNumber };
  });
  handOver(messages);
  return { deliveryId: id, attemptNumber };
}
