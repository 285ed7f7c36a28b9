import { engineEvents, inngest } from "@/inngest/client";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";

/** One more attempt of a delivery, asked for by a person. */
export const resendWebhook = inngest.createFunction(
  {
    id: "resend-webhook",
    retries: 10,
    triggers: [{ event: engineEvents.deliveryResendRequested }],
  },
  async ({ event, step }) => {
    const { deliveryId, stepKey } = event.data as { deliveryId: string; stepKey: string };
    return step.run("attempt", () =>
      attemptDelivery({ deliveryId, stepKey, trigger: "manual", scheduled: 0 }),
    );
  },
);
