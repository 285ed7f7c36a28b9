import { engineEvents, inngest } from "@/inngest/client";
import { routeEvent as route } from "@/lib/runs/route-event";

/** An event of the portal starts one run of each active scenario that listens to it. */
export const routeEvent = inngest.createFunction(
  { id: "route-event", retries: 10, triggers: [{ event: engineEvents.orderCreated }] },
  // No step: starting runs twice has the effect of once, and a step would cost a second call.
  async ({ event }) => {
    const { eventId } = event.data as { eventId: string };
    return route({ eventId });
  },
);
