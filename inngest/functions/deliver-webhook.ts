import { engineEvents, inngest } from "@/inngest/client";
import { attemptCheckpointing } from "@/inngest/functions/checkpointing";
import { deliveriesAtOnce } from "@/inngest/functions/concurrency";
import { waitOutRounding } from "@/inngest/functions/rounding";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { failDelivery } from "@/lib/deliveries/fail-delivery";

/**
 * The most attempts a node can ask for (retryAttempts 5), and about a hundred that an outgoing proxy may
 * let down within a day, with room to spare.
 */
const MAX_STEPS = 200;

/**
 * Sends one delivery: `attempt-1`, `backoff-1`, `attempt-2`, … each a durable step. An HTTP failure is
 * an outcome, not an exception; the function's own retries are for faults of our infrastructure.
 */
export const deliverWebhook = inngest.createFunction(
  {
    id: "deliver-webhook",
    retries: 10,
    triggers: [{ event: engineEvents.deliveryRequested }],
    concurrency: deliveriesAtOnce,
    checkpointing: attemptCheckpointing,
    onFailure: async ({ event, step }) => {
      const { deliveryId } = event.data.event.data as { deliveryId: string };
      await step.run("fail-delivery", () => failDelivery({ deliveryId }));
    },
  },
  async ({ event, step }) => {
    const { deliveryId } = event.data as { deliveryId: string };
    let dueAt: Date | null = null;
    for (let n = 1; n <= MAX_STEPS; n++) {
      const notBefore: Date | null = dueAt;
      const outcome = await step.run(`attempt-${n}`, async () => {
        await waitOutRounding(notBefore);
        return attemptDelivery({
          deliveryId,
          stepKey: `auto-${n}`,
          trigger: "automatic",
          scheduled: n,
        });
      });
      if (!outcome.nextAttemptAt) return outcome;
      dueAt = new Date(outcome.nextAttemptAt);
      await step.sleepUntil(`backoff-${n}`, dueAt);
    }
    return { status: "exhausted" };
  },
);
