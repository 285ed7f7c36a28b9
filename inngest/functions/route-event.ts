import { engineEvents, inngest } from "@/inngest/client";
import { startRuns } from "@/lib/runs/start-runs";

/** An event of the portal starts one run of each active scenario that listens to it. */
export const routeEvent = inngest.createFunction(
  { id: "route-event", retries: 10, triggers: [{ event: engineEvents.orderCreated }] },
  async ({ event, step }) => {
    const { eventId } = event.data as { eventId: string };
    return step.run("start-runs", () => startRuns({ eventId }));
  },
);
