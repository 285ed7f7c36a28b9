import "server-only";
import { engineEvents } from "@/inngest/client";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { enqueue, handOver } from "@/lib/events/outbox";
import { AppError, notFound } from "@/lib/http/errors";

/** No further automatic attempt. 409 when the delivery has ended otherwise. */
export async function cancelDelivery({ actor, id }: { actor: Actor; id: string }) {
  const messages = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM deliveries WHERE id = ${id} FOR UPDATE`;
    const delivery = await tx.delivery.findUnique({ where: { id } });
    if (!delivery) throw notFound("delivery");
    if (delivery.status === "cancelled") return [];
    // One that is being resent has ended before: it stays what it was, whatever comes of the resend.
    if (delivery.completedAt !== null) {
      throw new AppError("conflict", "This delivery has ended; there is nothing left to cancel.");
    }
    await tx.delivery.update({
      where: { id },
      data: { status: "cancelled", nextAttemptAt: null, completedAt: new Date() },
    });
    await writeAudit(tx, {
      actor,
      action: "delivery.cancelled",
      targetType: "delivery",
      targetId: id,
    });
    return enqueue(tx, [
      { id: `${id}:cancelled`, name: engineEvents.runAdvanced, data: { runId: delivery.runId } },
    ]);
  });
  handOver(messages);
  return getDelivery({ actor, id });
}
