import "server-only";
import { goOn } from "@/lib/runs/go-on";
import { startRuns } from "@/lib/runs/start-runs";

/** Starts the runs of an event, and walks them as far as they go. Safe to repeat. */
export async function routeEvent({ eventId }: { eventId: string }): Promise<{ runIds: string[] }> {
  const { runIds } = await startRuns({ eventId });
  // A run is asked for by a message of its id.
  await goOn(runIds.map((runId) => ({ runId, messageId: runId })));
  return { runIds };
}
