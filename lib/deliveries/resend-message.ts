import "server-only";
import { engineEvents } from "@/inngest/client";
import type { OutboxInput } from "@/lib/events/outbox";

/**
 * Names the step of a resend that a person asks for. The number is that of the attempt it is expected
 * to become: asked for twice it is one, and every attempt, made or given up, moves it on.
 */
export const manualStepKey = (attemptNumber: number) => `manual-${attemptNumber}`;

/**
 * The message that asks for one more attempt of a delivery. Asked for again with the same `stepKey`
 * it has the effect of once, here and at the attempt.
 * @param again tells it from those before, where they may have been lost; the attempt is still one
 */
export function resendMessage({
  delivery: { id, targetHost },
  stepKey,
  again,
}: {
  delivery: { id: string; targetHost: string };
  stepKey: string;
  again?: string;
}): OutboxInput {
  return {
    id: again === undefined ? `${id}:${stepKey}` : `${id}:${stepKey}:${again}`,
    name: engineEvents.deliveryResendRequested,
    data: { deliveryId: id, stepKey, targetHost },
  };
}
