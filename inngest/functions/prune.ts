import { engineEvents, inngest } from "@/inngest/client";
import { isPrunePhase, PRUNE_PHASES, type PrunePhase } from "@/lib/retention/phases";
import { prune } from "@/lib/retention/prune";

/** Steps of one run of the function: an engine sends what they answered along with every call. */
const STEPS = 50;

/**
 * Once a night: removes what is older than the settings say, `prune-1`, `prune-2`, … until nothing is
 * left to remove. Of a long history it does some, and hands on to a fresh run of itself.
 */
export const pruneHistory = inngest.createFunction(
  {
    id: "prune-history",
    retries: 10,
    triggers: [{ cron: "17 3 * * *" }, { event: engineEvents.pruneContinued }],
    concurrency: { limit: 1 },
  },
  async ({ event, step }) => {
    const data: Record<string, unknown> = event.data;
    let phase: PrunePhase = isPrunePhase(data.phase) ? data.phase : PRUNE_PHASES[0];
    for (let n = 1; n <= STEPS; n++) {
      const { next } = await step.run(`prune-${n}`, () => prune({ phase }));
      if (next === null) return { isDone: true };
      phase = next;
    }
    await step.sendEvent("hand-on", { name: engineEvents.pruneContinued, data: { phase } });
    return { isDone: false };
  },
);
