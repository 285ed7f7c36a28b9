import "server-only";
import { newId } from "@/lib/ids";
import type { Sql } from "@/lib/sql";

/** Notes that these scenarios, which are paused, would have run for an event. */
export async function noteMissed(
  tx: Sql,
  { eventId, scenarioIds }: { eventId: string; scenarioIds: readonly string[] },
): Promise<void> {
  if (scenarioIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO missed_events (id, scenario_id, event_id)
    SELECT missed.id, missed.scenario_id, ${eventId}
    FROM unnest(${scenarioIds.map(() => newId("missed"))}::text[], ${[...scenarioIds]}::text[])
      AS missed (id, scenario_id)
    ON CONFLICT DO NOTHING`;
}
