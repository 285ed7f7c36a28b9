import { inngest } from "@/inngest/client";
import { rollUp } from "@/lib/stats/roll-up";

/** A history of this many days is rolled up at once; a longer one at the next turn. */
const STEPS = 100;

/** Every five minutes: brings the figures of the charts up to date. */
export const rollUpStats = inngest.createFunction(
  { id: "roll-up", retries: 2, triggers: [{ cron: "*/5 * * * *" }], concurrency: { limit: 1 } },
  async ({ step }) => {
    for (let n = 1; n <= STEPS; n++) {
      const { done } = await step.run(`roll-up-${n}`, () => rollUp());
      if (done) return;
    }
  },
);
