import "server-only";
import { noteRouted } from "@/lib/events/routed";
import { goOn } from "@/lib/runs/go-on";
import { startRuns } from "@/lib/runs/start-runs";

/** Starts the runs of events, and walks them as far as they go. Safe to repeat. */
export async function routeEvents({
  eventIds,
}: {
  eventIds: readonly string[];
}): Promise<{ runIds: string[] }> {
  try {
    const { runIds } = await startRuns({ eventIds });
    // A run is asked for by a message of its id.
    await goOn(runIds.map((runId) => ({ runId, messageId: runId })));
    return { runIds };
  } finally {
    noteRouted(eventIds);
  }
}
