import "server-only";
import { newId } from "@/lib/ids";
import type { Sql } from "@/lib/sql";

/** Notes that scenarios, which are paused, would have run for events. */
export async function noteMissed(
  tx: Sql,
  missed: readonly { eventId: string; scenarioId: string }[],
): Promise<void> {
  if (missed.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO missed_events (id, scenario_id, event_id)
    SELECT * FROM unnest(${missed.map(() => newId("missed"))}::text[],
      ${missed.map(({ scenarioId }) => scenarioId)}::text[],
      ${missed.map(({ eventId }) => eventId)}::text[])
    ON CONFLICT DO NOTHING`;
}
