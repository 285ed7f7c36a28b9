import { engineEvents, inngest } from "@/inngest/client";
import { attemptCheckpointing } from "@/inngest/functions/checkpointing";
import { resendsAtOnce } from "@/inngest/functions/concurrency";
import { abandonResend } from "@/lib/deliveries/abandon-resend";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";

type ResendRequest = { deliveryId: string; stepKey: string };

/** One more attempt of a delivery, asked for by a person or by a replay. */
export const resendWebhook = inngest.createFunction(
  {
    id: "resend-webhook",
    retries: 10,
    triggers: [{ event: engineEvents.deliveryResendRequested }],
    concurrency: resendsAtOnce,
    checkpointing: attemptCheckpointing,
    onFailure: async ({ event, step }) => {
      const { deliveryId, stepKey } = event.data.event.data as ResendRequest;
      await step.run("abandon-resend", () => abandonResend({ deliveryId, stepKey }));
    },
  },
  async ({ event, step }) => {
    const { deliveryId, stepKey } = event.data as ResendRequest;
    return step.run("attempt", () =>
      attemptDelivery({ deliveryId, stepKey, trigger: "manual", scheduled: 0 }),
    );
  },
);
