import { batchOf, engineEvents, inngest } from "@/inngest/client";
import { attemptCheckpointing } from "@/inngest/functions/checkpointing";
import { batchesAtOnce } from "@/inngest/functions/concurrency";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { failDelivery } from "@/lib/deliveries/fail-delivery";

type Requested = { deliveryId: string; targetHost: string };
type Batch = { batch: Requested[] };

type Outcomes = { nextAttemptAt: string | null }[];

/** The engine's steps that it takes. */
interface Steps {
  run(id: string, work: () => Promise<Outcomes>): Promise<Outcomes>;
  sendEvent(id: string, events: { id: string; name: string; data: Requested }[]): Promise<unknown>;
}

/**
 * Makes the first attempt of each delivery, side by side in one step, and lets those go on alone that
 * need another.
 * @param batchId of the event that carries the batch
 */
export async function attemptBatch(
  { batch, batchId }: Batch & { batchId: string },
  step: Steps,
): Promise<{ deliveries: number; unfinished: number }> {
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
      // The batch is in the id: asked for once more, hours later, a delivery goes on once more.
      unfinished.map((data) => ({
        id: `${data.deliveryId}:${batchId}`,
        name: engineEvents.deliveryRequested,
        data,
      })),
    );
  }
  return { deliveries: batch.length, unfinished: unfinished.length };
}

/**
 * Sends deliveries to one target that became due together. Repeated, it makes those attempts only that
 * nobody knows the end of. What goes on alone goes on in `deliver-webhook`, which finds the first
 * attempt made.
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
  ({ event, step }) => attemptBatch({ ...(event.data as Batch), batchId: String(event.id) }, step),
);
