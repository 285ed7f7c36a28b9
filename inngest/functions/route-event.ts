import { batchOf, engineEvents, inngest } from "@/inngest/client";
import { routeEvents } from "@/lib/runs/route-events";

type Routed = { eventId: string };

/**
 * An event of the portal starts one run of each active scenario that listens to it. Events that came
 * at the same time come in one call.
 */
export const routeEvent = inngest.createFunction(
  {
    id: "route-event",
    retries: 10,
    triggers: [{ event: engineEvents.orderCreated }, { event: batchOf(engineEvents.orderCreated) }],
  },
  // No step: starting runs twice has the effect of once, and a step would cost a second call.
  async ({ event }) => {
    const { batch = [event.data as Routed] } = event.data as { batch?: Routed[] };
    return routeEvents({ eventIds: batch.map(({ eventId }) => eventId) });
  },
);
