import { batchOf, engineEvents, inngest } from "@/inngest/client";
import { attemptCheckpointing } from "@/inngest/functions/checkpointing";
import { batchesAtOnce } from "@/inngest/functions/concurrency";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { failDelivery } from "@/lib/deliveries/fail-delivery";

type Requested = { deliveryId: string; targetHost: string };
type Batch = { batch: Requested[] };

/**
 * Makes the first attempt of several deliveries to one target that came at the same time, side by side
 * in one durable step: repeated, it makes those attempts only that nobody knows the end of. Whatever
 * needs another attempt goes on by itself (`deliver-webhook`), which finds the first one made.
 */
export const deliverWebhooks = inngest.createFunction(
  {
    id: "deliver-webhooks",
    retries: 10,
    triggers: [{ event: batchOf(engineEvents.deliveryRequested) }],
    concurrency: batchesAtOnce,
    checkpointing: attemptCheckpointing,
    onFailure: async ({ event, step }) => {
      const { batch } = event.data.event.data as Batch;
      for (const { deliveryId } of batch)
        await step.run(`fail-${deliveryId}`, () => failDelivery({ deliveryId }));
    },
  },
  async ({ event, step }) => {
    const { batch } = event.data as Batch;
    const outcomes = await step.run("first-attempts", () =>
      Promise.all(
        batch.map(({ deliveryId }) =>
          attemptDelivery({ deliveryId, stepKey: "auto-1", trigger: "automatic", scheduled: 1 }),
        ),
      ),
    );
    const unfinished = batch.filter((_, index) => outcomes[index]?.nextAttemptAt);
    if (unfinished.length > 0) {
      await step.sendEvent(
        "go-on-alone",
        unfinished.map((data) => ({
          id: `${data.deliveryId}:alone`,
          name: engineEvents.deliveryRequested,
          data,
        })),
      );
    }
    return { deliveries: batch.length, unfinished: unfinished.length };
  },
);
