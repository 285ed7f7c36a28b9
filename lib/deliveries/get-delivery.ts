import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { resendOutlook } from "@/lib/deliveries/resend-outlook";
import type { DeliveryDetailView } from "@/lib/deliveries/schemas";
import { attemptView, deliveryInclude, deliveryView } from "@/lib/deliveries/view";
import { notFound } from "@/lib/http/errors";

/** A delivery with its body and its attempts, the first one first. */
export async function getDelivery({
  id,
}: {
  actor: Actor;
  id: string;
}): Promise<DeliveryDetailView> {
  const row = await db().delivery.findUnique({
    where: { id },
    include: { ...deliveryInclude, attempts: { orderBy: { number: "asc" } } },
  });
  if (!row) throw notFound("delivery");
  return {
    ...deliveryView(row),
    eventId: row.eventId,
    body: row.body,
    attempts: row.attempts.map((attempt) => attemptView(attempt, row.body)),
    resend: await resendOutlook(row),
  };
}
