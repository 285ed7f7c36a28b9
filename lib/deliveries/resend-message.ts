import "server-only";
import { engineEvents } from "@/inngest/client";
import type { OutboxInput } from "@/lib/events/outbox";

/**
 * The message that asks for one more attempt of a delivery. Asked for again with the same `stepKey`
 * it has the effect of once, here and at the attempt.
 */
export function resendMessage({
  delivery: { id, targetHost },
  stepKey,
}: {
  delivery: { id: string; targetHost: string };
  stepKey: string;
}): OutboxInput {
  return {
    id: `${id}:${stepKey}`,
    name: engineEvents.deliveryResendRequested,
    data: { deliveryId: id, stepKey, targetHost },
  };
}
