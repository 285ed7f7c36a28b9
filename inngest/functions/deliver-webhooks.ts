import { batchOf, engineEvents, inngest } from "@/inngest/client";
import { attemptCheckpointing } from "@/inngest/functions/checkpointing";
import { batchesAtOnce } from "@/inngest/functions/concurrency";
import { attemptTogether } from "@/lib/deliveries/attempt-together";

type Requested = { deliveryId: string; targetHost: string };
type Batch = { targetHost: string; batch: Requested[] };

/** The engine's steps that it takes. */
interface Steps {
  run(
    id: string,
    work: () => ReturnType<typeof attemptTogether>,
  ): ReturnType<typeof attemptTogether>;
  sendEvent(id: string, events: ReturnType<typeof alone>): Promise<unknown>;
}

/**
 * What lets deliveries go on alone, in `deliver-webhook`. The batch's id is in the ids: asked for once
 * more, hours later, a delivery goes on once more.
 */
function alone(batch: readonly Requested[], batchId: string | undefined) {
  if (!batchId) throw new Error("The event of a batch has no id.");
  return batch.map((data) => ({
    id: `${data.deliveryId}:${batchId}`,
    name: engineEvents.deliveryRequested,
    data,
  }));
}

/** `first-attempts` of all deliveries in one step, then those go on alone that have to. */
export async function attemptBatch(
  { batch, targetHost, batchId }: Batch & { batchId: string | undefined },
  step: Steps,
): Promise<{ deliveries: number; unfinished: number }> {
  const deliveryIds = batch.map(({ deliveryId }) => deliveryId);
  const { unfinished } = await step.run("first-attempts", () =>
    attemptTogether({ deliveryIds, targetHost }),
  );
  const rest = batch.filter(({ deliveryId }) => unfinished.includes(deliveryId));
  if (rest.length > 0) await step.sendEvent("go-on-alone", alone(rest, batchId));
  return { deliveries: batch.length, unfinished: rest.length };
}

/**
 * Sends deliveries to one target that became due together (decision 027). None of them depends on
 * another: what a batch can't do for one is done by the function that sends one.
 */
export const deliverWebhooks = inngest.createFunction(
  {
    id: "deliver-webhooks",
    retries: 10,
    triggers: [{ event: batchOf(engineEvents.deliveryRequested) }],
    concurrency: batchesAtOnce,
    checkpointing: attemptCheckpointing,
    onFailure: async ({ event, step }) => {
      const failed = event.data.event;
      await step.sendEvent("all-alone", alone((failed.data as Batch).batch, failed.id));
    },
  },
  ({ event, step }) => attemptBatch({ ...(event.data as Batch), batchId: event.id }, step),
);
