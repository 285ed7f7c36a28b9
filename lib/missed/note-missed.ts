import "server-only";
import type { Db } from "@/lib/db";
import { newId } from "@/lib/ids";

/** Notes that these scenarios, which are paused, would have run for an event. */
export async function noteMissed(
  tx: Db,
  { eventId, scenarioIds }: { eventId: string; scenarioIds: readonly string[] },
): Promise<void> {
  if (scenarioIds.length === 0) return;
  // Not `createMany`, of which Prisma makes a new plan each time: every event comes by here.
  await tx.$executeRaw`
    INSERT INTO missed_events (id, scenario_id, event_id)
    SELECT missed.id, missed.scenario_id, ${eventId}
    FROM unnest(${scenarioIds.map(() => newId("missed"))}::text[], ${[...scenarioIds]}::text[])
      AS missed (id, scenario_id)
    ON CONFLICT DO NOTHING`;
}
