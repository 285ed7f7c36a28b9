import "server-only";
import type { Db } from "@/lib/db";
import { reasons } from "@/lib/replays/reasons";

const CHUNK = 10_000;

interface Target {
  id: string;
  targetHost: string;
}

/**
 * Adds deliveries to a replay, in the order of their ids, and returns how many of them wait to be
 * sent: one that is open in another replay is skipped. Two replays that are made at the same moment
 * agree by the unique index of open items; the order of the ids keeps them from a deadlock.
 */
export async function insertItems(
  tx: Db,
  replayId: string,
  deliveries: readonly Target[],
): Promise<number> {
  let waiting = 0;
  for (let from = 0; from < deliveries.length; from += CHUNK) {
    const chunk = deliveries.slice(from, from + CHUNK);
    const added = await insert(tx, replayId, chunk, { status: "waiting", reason: null });
    if (added < chunk.length) await insertSkipped(tx, replayId, chunk, reasons.elsewhere);
    waiting += added;
  }
  return waiting;
}

/** Adds those deliveries that are not in the replay yet, with the reason for which they are not sent. */
export async function insertSkipped(
  tx: Db,
  replayId: string,
  deliveries: readonly Target[],
  reason: string,
): Promise<void> {
  if (deliveries.length > 0) await insert(tx, replayId, deliveries, { status: "skipped", reason });
}

function insert(
  tx: Db,
  replayId: string,
  deliveries: readonly Target[],
  { status, reason }: { status: string; reason: string | null },
): Promise<number> {
  const ids = deliveries.map(({ id }) => id);
  const hosts = deliveries.map(({ targetHost }) => targetHost);
  return tx.$executeRaw`
    INSERT INTO replay_items (replay_id, delivery_id, target_host, status, reason, changed_at)
    SELECT ${replayId}, d.id, d.host, ${status}, ${reason}, now()
    FROM unnest(${ids}::text[], ${hosts}::text[]) WITH ORDINALITY AS d (id, host, position)
    ORDER BY d.position
    ON CONFLICT DO NOTHING`;
}
