import "server-only";
import type { Db } from "@/lib/db";
import { newId } from "@/lib/ids";

/** Notes that these scenarios, which are paused, would have run for an event. */
export async function noteMissed(
  tx: Db,
  { eventId, scenarioIds }: { eventId: string; scenarioIds: readonly string[] },
): Promise<void> {
  if (scenarioIds.length === 0) return;
  await tx.missedEvent.createMany({
    data: scenarioIds.map((scenarioId) => ({ id: newId("missed"), scenarioId, eventId })),
    skipDuplicates: true,
  });
}
