import "server-only";
import { triggersOfEvent } from "@/lib/apps/server";
import { noteMissed } from "@/lib/missed/note-missed";
import { createRuns, requestRuns } from "@/lib/runs/create-runs";
import { type Sql, sqlTransaction } from "@/lib/sql";

/**
 * Starts one run of each active scenario whose trigger matches the event, and notes it as missed for
 * each paused one. Safe to repeat: an event is routed once, by what was active then, and a run asked
 * for twice is advanced once.
 */
export async function startRuns({ eventId }: { eventId: string }): Promise<{ runIds: string[] }> {
  const runIds = await sqlTransaction(async (tx) => {
    const [event] = await tx.$queryRaw<{ type: string; isTest: boolean; isFirst: boolean }[]>`
      WITH first AS (
        UPDATE events SET routed_at = now()
        WHERE id = ${eventId} AND routed_at IS NULL AND NOT is_test RETURNING id)
      SELECT type, is_test AS "isTest", EXISTS (SELECT FROM first) AS "isFirst"
      FROM events WHERE id = ${eventId}`;
    if (!event || event.isTest) return [];
    if (event.isFirst) await route(tx, { id: eventId, type: event.type });
    return requestRuns(tx, { eventIds: [eventId] });
  });
  return { runIds };
}

interface Listener {
  id: string;
  status: string;
  versionId: string | null;
}

/** One statement reads active and paused ones: what changes meanwhile is in one of the two, not in none. */
async function route(tx: Sql, event: { id: string; type: string }): Promise<void> {
  const scenarios = await tx.$queryRaw<Listener[]>`
    SELECT id, status, published_version_id AS "versionId" FROM scenarios
    WHERE status IN ('active', 'paused') AND deleted_at IS NULL
      AND live_trigger = ANY(${triggersOfEvent(event.type)}::text[])`;
  await createRuns(
    tx,
    scenarios.flatMap(({ id, status, versionId }) =>
      status === "active" && versionId ? [{ scenarioId: id, versionId, eventId: event.id }] : [],
    ),
  );
  await noteMissed(tx, {
    eventId: event.id,
    scenarioIds: scenarios.filter(({ status }) => status === "paused").map(({ id }) => id),
  });
}
