import "server-only";
import { engineEvents } from "@/inngest/client";
import { type Db, db } from "@/lib/db";
import { enqueue, handOver } from "@/lib/events/outbox";
import { perTurn, TURN_MS, turnAfter } from "@/lib/instance/pace";
import { openMissed } from "@/lib/missed/where";
import { createRuns, requestRuns } from "@/lib/runs/create-runs";

/**
 * A scenario, which stays as active as it is, and on its version, until the end of the transaction.
 * `versionId` is null unless it is active; null when there is no such scenario.
 */
export async function lockLive(
  tx: Db,
  scenarioId: string,
): Promise<{ name: string; versionId: string | null } | null> {
  const [row] = await tx.$queryRaw<{ name: string; versionId: string | null }[]>`
    SELECT name, CASE status WHEN 'active' THEN published_version_id END AS "versionId"
    FROM scenarios WHERE id = ${scenarioId} AND deleted_at IS NULL FOR SHARE`;
  return row ?? null;
}

interface Wanted {
  scenarioId: string;
  versionId: string;
  /** The newest one that is meant: what is missed after the click is another matter. */
  untilId: string;
  /** Only these, all in one turn. */
  ids?: readonly string[];
}

/**
 * Starts the runs of a turn of missed events, the oldest first, takes them off the list, and asks for
 * the next turn when there are more. Of two that do so at once, each takes its own. Returns the ids of
 * the messages to hand over.
 */
export async function startMissedTurn(
  tx: Db,
  { scenarioId, versionId, untilId, ids }: Wanted,
): Promise<{ taken: number; remaining: number; messages: string[] }> {
  const limit = ids ? ids.length : await perTurn(tx);
  const rows = await tx.$queryRaw<{ id: string; eventId: string }[]>`
    SELECT id, event_id AS "eventId" FROM missed_events
    WHERE scenario_id = ${scenarioId} AND id <= ${untilId}
      AND sent_at IS NULL AND dismissed_at IS NULL
      AND (${ids === undefined}::boolean OR id = ANY(${[...(ids ?? [])]}::text[]))
    ORDER BY id LIMIT ${limit} FOR UPDATE`;
  const eventIds = rows.map(({ eventId }) => eventId);
  await createRuns(
    tx,
    eventIds.map((eventId) => ({ scenarioId, versionId, eventId })),
  );
  await tx.missedEvent.updateMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: { sentAt: new Date() },
  });
  const messages = await requestRuns(tx, { scenarioId, eventIds });
  const remaining = ids
    ? 0
    : await tx.missedEvent.count({ where: { scenarioId, ...openMissed, id: { lte: untilId } } });
  if (remaining > 0) await requestMissedTurn(tx, { scenarioId, untilId });
  return { taken: rows.length, remaining, messages };
}

const turnsOf = (scenarioId: string) => `missed:${scenarioId}:`;

/** Asks for the next turn. Its delay is what keeps the rate: the sweeper hands it over, nobody before. */
export async function requestMissedTurn(
  tx: Db,
  { scenarioId, untilId }: { scenarioId: string; untilId: string },
): Promise<void> {
  const id = `${turnsOf(scenarioId)}${untilId}:${turnAfter(new Date())}`;
  const next = { id, name: engineEvents.missedRequested, data: { scenarioId, untilId } };
  await enqueue(tx, [next], { delayMs: TURN_MS });
}

/** Whether a turn has been asked for that is still to come. */
export async function isTurnToCome(tx: Db, scenarioId: string): Promise<boolean> {
  const found = await tx.outboxMessage.findFirst({
    where: { name: engineEvents.missedRequested, id: { startsWith: turnsOf(scenarioId) } },
    select: { id: true },
  });
  return found !== null;
}

/** One more turn, while the scenario is active: what is left when it is paused again stays missed. */
export async function continueMissed({
  scenarioId,
  untilId,
}: {
  scenarioId: string;
  untilId: string;
}): Promise<{ started: number; remaining: number }> {
  const { taken, remaining, messages } = await db().$transaction(async (tx) => {
    const versionId = (await lockLive(tx, scenarioId))?.versionId;
    if (!versionId) return { taken: 0, remaining: 0, messages: [] };
    return startMissedTurn(tx, { scenarioId, versionId, untilId });
  });
  handOver(messages);
  return { started: taken, remaining };
}
