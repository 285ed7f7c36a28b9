import "server-only";
import type { Db } from "@/lib/db";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { firstIdAt } from "@/lib/ids";
import { BATCH_ROWS } from "@/lib/retention/batch";
import {
  countsOf,
  OPEN_STATUSES,
  ofRuns,
  quarterOfColumn,
  recount,
} from "@/lib/stats/count-statements";
import { withStatsLock } from "@/lib/stats/lock-stats";
import { spansOf } from "@/lib/stats/quarters";

const RUNS_LOOKED_AT = 200;
/** Runs that are passed over again and again wait for the next night. */
const LOOKS = 5;

/**
 * Removes runs that ended before a moment, with their steps, deliveries and attempts, the oldest
 * first, a batch of them. A run stays while one of its deliveries is open, was tried after that
 * moment, or is waited for by a replay. What is removed is added to the figures of its quarters in
 * the same transaction, so that these stay as they were. Returns how many runs.
 */
export function pruneRuns({ before }: { before: Date }): Promise<number> {
  return withStatsLock(async (tx) => {
    const runIds = await findRemovable(tx, before);
    if (runIds.length === 0) return 0;
    const quarters = await quartersOf(tx, runIds);
    await tx.$executeRaw`
      INSERT INTO stats (quarter, part, measure, count)
      SELECT quarter, 'removed', measure, count FROM (${countsOf(ofRuns(runIds))}) AS counted
      ON CONFLICT (quarter, part, measure) DO UPDATE SET count = stats.count + excluded.count`;
    await tx.delivery.deleteMany({ where: { runId: { in: runIds } } });
    const { count } = await tx.run.deleteMany({ where: { id: { in: runIds } } });
    for (const statement of recount(spansOf(quarters))) await tx.$executeRaw(statement);
    return count;
  });
}

/** Those that somebody has begun to resend meanwhile are passed over, so that they hold up no others. */
async function findRemovable(tx: Db, before: Date): Promise<string[]> {
  const passedOver: string[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    const found = await findEnded(tx, before, passedOver);
    const removable = await withoutOpen(tx, found);
    if (found.length === 0 || removable.length > 0) return removable;
    passedOver.push(...found);
  }
  return [];
}

/** As many of the oldest as their rows fit a statement; a run that is larger than that goes alone. */
async function findEnded(tx: Db, before: Date, passedOver: readonly string[]): Promise<string[]> {
  const cutoff = before.toISOString();
  const runs = await tx.$queryRaw<{ id: string; size: number }[]>`
    SELECT id, (SELECT coalesce(sum(1 + attempt_count), 0)::int FROM deliveries
      WHERE run_id = runs.id) AS size
    FROM runs
    WHERE id < ${firstIdAt("run", before.getTime() + CLOCK_SLACK_MS)} AND status <> 'running'
      AND id <> ALL(${[...passedOver]}::text[])
      AND created_at < ${cutoff}::timestamptz
      AND coalesce(completed_at, created_at) < ${cutoff}::timestamptz
      AND NOT EXISTS (
        SELECT FROM deliveries AS delivery WHERE run_id = runs.id AND (
          status = ANY(${OPEN_STATUSES}::text[]) OR completed_at >= ${cutoff}::timestamptz
          OR EXISTS (SELECT FROM attempts
            WHERE delivery_id = delivery.id AND started_at >= ${cutoff}::timestamptz)
          OR EXISTS (SELECT FROM replay_items AS item
            WHERE item.delivery_id = delivery.id AND item.status IN ('waiting', 'sending'))))
    ORDER BY id LIMIT ${RUNS_LOOKED_AT} FOR UPDATE SKIP LOCKED`;
  let rows = 0;
  const fitting = runs.filter(({ size }) => {
    rows += 1 + size;
    return rows <= BATCH_ROWS;
  });
  return (fitting.length > 0 ? fitting : runs.slice(0, 1)).map(({ id }) => id);
}

/** Locks the deliveries, and leaves out the runs of those that somebody has begun to resend meanwhile. */
async function withoutOpen(tx: Db, runIds: readonly string[]): Promise<string[]> {
  const deliveries = await tx.$queryRaw<{ runId: string; status: string }[]>`
    SELECT run_id AS "runId", status FROM deliveries WHERE run_id = ANY(${[...runIds]}::text[])
    ORDER BY id FOR UPDATE`;
  const open = new Set(
    deliveries.filter(({ status }) => OPEN_STATUSES.includes(status)).map(({ runId }) => runId),
  );
  return runIds.filter((id) => !open.has(id));
}

async function quartersOf(tx: Db, runIds: readonly string[]): Promise<Date[]> {
  const rows = await tx.$queryRaw<{ quarter: Date }[]>`
    SELECT ${quarterOfColumn("created_at")} AS quarter FROM runs
      WHERE id = ANY(${[...runIds]}::text[])
    UNION SELECT ${quarterOfColumn("created_at")} FROM deliveries
      WHERE run_id = ANY(${[...runIds]}::text[])`;
  return rows.map(({ quarter }) => quarter);
}
