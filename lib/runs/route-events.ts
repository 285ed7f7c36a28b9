import "server-only";
import { goOn } from "@/lib/runs/go-on";
import { startRuns } from "@/lib/runs/start-runs";

/** Starts the runs of events, and walks them as far as they go. Safe to repeat. */
export async function routeEvents({
  eventIds,
}: {
  eventIds: readonly string[];
}): Promise<{ runIds: string[] }> {
  const { runIds } = await startRuns({ eventIds });
  // A run is asked for by a message of its id.
  await goOn(runIds.map((runId) => ({ runId, messageId: runId })));
  return { runIds };
}
