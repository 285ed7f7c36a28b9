import "server-only";
import { engineEvents } from "@/inngest/client";
import { enqueue } from "@/lib/events/outbox";
import { newId } from "@/lib/ids";
import type { Sql } from "@/lib/sql";

interface RunWanted {
  scenarioId: string;
  versionId: string;
  eventId: string;
}

/** Writes runs that are to start; a scenario that has run for the event before gets no second one. */
export async function createRuns(tx: Sql, wanted: readonly RunWanted[]): Promise<void> {
  if (wanted.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO runs (id, scenario_id, version_id, event_id)
    SELECT * FROM unnest(${wanted.map(() => newId("run"))}::text[],
      ${wanted.map(({ scenarioId }) => scenarioId)}::text[],
      ${wanted.map(({ versionId }) => versionId)}::text[],
      ${wanted.map(({ eventId }) => eventId)}::text[])
    ON CONFLICT DO NOTHING`;
}

/**
 * Asks the engine to walk the runs of these events, as far as they have not ended and are no tests;
 * asked for twice, a run is advanced once. Returns their ids, which are those of the messages to hand over.
 * @param scenarioId of this scenario only; of all of them without
 */
export async function requestRuns(
  tx: Sql,
  { eventIds, scenarioId = null }: { eventIds: readonly string[]; scenarioId?: string | null },
): Promise<string[]> {
  const runs = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM runs
    WHERE event_id = ANY(${[...eventIds]}::text[]) AND status = 'running' AND NOT is_test
      AND (${scenarioId}::text IS NULL OR scenario_id = ${scenarioId})
    ORDER BY id`;
  return enqueue(
    tx,
    runs.map(({ id }) => ({ id, name: engineEvents.runRequested, data: { runId: id } })),
  );
}
