import { engineEvents, inngest } from "@/inngest/client";
import { attemptCheckpointing } from "@/inngest/functions/checkpointing";
import { probesAtOnce } from "@/inngest/functions/concurrency";
import { abandonResend } from "@/lib/deliveries/abandon-resend";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";

type ProbeRequest = { deliveryId: string; stepKey: string };

/** One attempt of a held delivery, to see whether its paused target is well again. */
export const probeWebhook = inngest.createFunction(
  {
    id: "probe-webhook",
    retries: 3,
    triggers: [{ event: engineEvents.deliveryProbeRequested }],
    concurrency: probesAtOnce,
    checkpointing: attemptCheckpointing,
    onFailure: async ({ event, step }) => {
      const { deliveryId, stepKey } = event.data.event.data as ProbeRequest;
      await step.run("abandon-probe", () => abandonResend({ deliveryId, stepKey }));
    },
  },
  async ({ event, step }) => {
    const { deliveryId, stepKey } = event.data as ProbeRequest;
    return step.run("attempt", () =>
      attemptDelivery({ deliveryId, stepKey, trigger: "probe", scheduled: 0 }),
    );
  },
);
