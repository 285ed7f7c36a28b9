import { engineEvents, inngest } from "@/inngest/client";
import { advanceRun } from "@/lib/runs/advance-run";
import { failRun } from "@/lib/runs/fail-run";

/**
 * Walks a run's graph: once when it is requested, and again each time one of its deliveries has come
 * to an end. Where the run stands is in our own tables, so each call is short and may be repeated.
 */
export const runScenario = inngest.createFunction(
  {
    id: "run-scenario",
    retries: 10,
    triggers: [{ event: engineEvents.runRequested }, { event: engineEvents.runAdvanced }],
    onFailure: async ({ event, step }) => {
      const { runId } = event.data.event.data as { runId: string };
      await step.run("fail-run", () =>
        failRun({ runId, reason: "The run could not be carried on; see the server's log." }),
      );
    },
  },
  // No step: advancing twice has the effect of once, and a step would cost a second call.
  async ({ event }) => {
    const { runId } = event.data as { runId: string };
    return advanceRun({ runId });
  },
);
