import { engineEvents, inngest } from "@/inngest/client";
import { releaseHeld } from "@/lib/targets/release-held";

/** A turn of the deliveries that were held while their target was paused; it asks for the next one. */
export const releaseHeldDeliveries = inngest.createFunction(
  { id: "release-held", retries: 10, triggers: [{ event: engineEvents.heldRequested }] },
  // No step: each delivery is released once, whoever asks.
  async ({ event }) => {
    const { scenarioId, nodeId } = event.data as { scenarioId: string; nodeId: string };
    return releaseHeld({ scenarioId, nodeId });
  },
);
