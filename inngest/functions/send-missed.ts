import { engineEvents, inngest } from "@/inngest/client";
import { continueMissed } from "@/lib/missed/start-missed";

/** A turn of the events that a scenario missed; it asks for the next one. */
export const sendMissedEvents = inngest.createFunction(
  { id: "send-missed", retries: 10, triggers: [{ event: engineEvents.missedRequested }] },
  // No step: each event is sent once, whoever asks.
  async ({ event }) => {
    const { scenarioId, untilId } = event.data as { scenarioId: string; untilId: string };
    return continueMissed({ scenarioId, untilId });
  },
);
