import { inngest } from "@/inngest/client";
import { probeTargets } from "@/lib/targets/probe-targets";

/** Every five minutes, those paused targets that are due are tried with one of their deliveries. */
export const probeTargetsEveryFiveMinutes = inngest.createFunction(
  { id: "probe-targets", retries: 2, triggers: [{ cron: "*/5 * * * *" }] },
  // No step: a probe moves the time of the next one on, so doing this twice makes one probe.
  async () => probeTargets({ now: new Date() }),
);
