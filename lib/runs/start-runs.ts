import "server-only";
import { eventTriggers } from "@/lib/apps/server";
import { noteMissed } from "@/lib/missed/note-missed";
import { createRuns, requestRuns } from "@/lib/runs/create-runs";
import { type Sql, sqlTransaction } from "@/lib/sql";

/**
 * Starts one run of each active scenario whose trigger matches an event, and notes the event as missed
 * for each paused one. Safe to repeat: an event is routed once, by what was active then, and a run
 * asked for twice is advanced once.
 */
export async function startRuns({
  eventIds,
}: {
  eventIds: readonly string[];
}): Promise<{ runIds: string[] }> {
  const runIds = await sqlTransaction(async (tx) => {
    const [firstIds, listeners] = await Promise.all([
      markRouted(tx, eventIds),
      listenersTo(tx, eventIds),
    ]);
    const first = new Set(firstIds);
    const due = listeners.filter(({ eventId }) => first.has(eventId));
    // In this order: runs are asked for as they are after those before have been written.
    const [, , asked] = await Promise.all([
      createRuns(tx, due.flatMap(runWanted)),
      noteMissed(
        tx,
        due.filter(({ status }) => status === "paused"),
      ),
      requestRuns(tx, { eventIds }),
    ]);
    return asked;
  });
  return { runIds };
}

/** Returns those that nobody has routed before. In one order, so that two batches can't wait for one another. */
async function markRouted(tx: Sql, eventIds: readonly string[]): Promise<string[]> {
  const first = await tx.$queryRaw<{ id: string }[]>`
    UPDATE events SET routed_at = now()
    WHERE id IN (
      SELECT id FROM events
      WHERE id = ANY(${[...eventIds]}::text[]) AND routed_at IS NULL AND NOT is_test
      ORDER BY id FOR NO KEY UPDATE)
    RETURNING id`;
  return first.map(({ id }) => id);
}

interface Listener {
  eventId: string;
  scenarioId: string;
  status: string;
  versionId: string | null;
}

/** One statement reads active and paused ones: what changes meanwhile is in one of the two, not in none. */
function listenersTo(tx: Sql, eventIds: readonly string[]): Promise<Listener[]> {
  const triggers = eventTriggers();
  return tx.$queryRaw<Listener[]>`
    SELECT events.id AS "eventId", scenarios.id AS "scenarioId", status,
      published_version_id AS "versionId"
    FROM events
    JOIN unnest(${triggers.map(({ eventType }) => eventType)}::text[],
      ${triggers.map(({ key }) => key)}::text[]) AS trigger (type, key) ON trigger.type = events.type
    JOIN scenarios ON live_trigger = trigger.key
    WHERE events.id = ANY(${[...eventIds]}::text[]) AND status IN ('active', 'paused')
      AND deleted_at IS NULL
    ORDER BY events.id`;
}

const runWanted = ({ status, versionId, ...rest }: Listener) =>
  status === "active" && versionId ? [{ ...rest, versionId }] : [];
