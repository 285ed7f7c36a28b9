import { batchOf, engineEvents, inngest } from "@/inngest/client";
import { routeEvents as route } from "@/lib/runs/route-events";

type Routed = { eventId: string };

/** An event of the portal starts one run of each active scenario that listens to it. */
export const routeEvent = inngest.createFunction(
  { id: "route-event", retries: 10, triggers: [{ event: engineEvents.orderCreated }] },
  // No step: starting runs twice has the effect of once, and a step would cost a second call.
  ({ event }) => route({ eventIds: [(event.data as Routed).eventId] }),
);

/**
 * The same for events that came together (decision 027). A function of its own, which a web server of
 * before does not know and refuses, where it would take the batch for one event that there is not.
 */
export const routeEvents = inngest.createFunction(
  { id: "route-events", retries: 10, triggers: [{ event: batchOf(engineEvents.orderCreated) }] },
  ({ event }) => {
    const { batch } = event.data as { batch: Routed[] };
    return route({ eventIds: batch.map(({ eventId }) => eventId) });
  },
);
