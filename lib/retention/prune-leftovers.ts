import "server-only";
import { db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { firstIdAt } from "@/lib/ids";
import { MESSAGES_KEPT } from "@/lib/inboxes/schemas";
import { BATCH_ROWS } from "@/lib/retention/batch";
import { PRESENCE_MS } from "@/lib/scenarios/report-presence";

const DAY_MS = 86_400_000;
/** What was written a moment ago may be about to be referred to. */
const FRESH_MS = DAY_MS;
/** How long a repeat with the same Idempotency-Key is recognised. */
const IDEMPOTENCY_DAYS = 7;
/** The charts look back on 30 days; a year and some weeks, for whoever reads the table. */
const STATS_DAYS = 400;

/**
 * Removes what nothing refers to or asks for any more, a batch of each: versions and secrets, keys
 * of repeats, tabs that were closed, messages beyond an inbox's limit, replays from before a moment,
 * figures of more than a year ago. Returns how many rows.
 */
export async function pruneLeftovers({ before }: { before: Date }): Promise<number> {
  let removed = 0;
  for (const statement of statements(before, Date.now())) {
    removed += await db().$executeRaw(statement);
  }
  return removed;
}

function statements(before: Date, now: number): Prisma.Sql[] {
  const ago = (ms: number) => Prisma.sql`${new Date(now - ms).toISOString()}::timestamptz`;
  const limit = Prisma.sql`LIMIT ${BATCH_ROWS}`;
  const cutoff = Prisma.sql`${before.toISOString()}::timestamptz`;
  return [
    // The snapshots of drafts that test runs used.
    Prisma.sql`DELETE FROM scenario_versions WHERE id IN (
      SELECT id FROM scenario_versions AS version
      WHERE number IS NULL AND created_at < ${ago(FRESH_MS)}
        AND NOT EXISTS (SELECT FROM runs WHERE version_id = version.id) ${limit})`,
    // Those of no scenario belong to inboxes and settings, which remove them themselves.
    Prisma.sql`DELETE FROM secrets WHERE id IN (
      SELECT id FROM secrets AS secret
      WHERE scenario_id IS NOT NULL AND created_at < ${ago(FRESH_MS)}
        AND NOT EXISTS (SELECT FROM scenarios
          WHERE scenarios.id = secret.scenario_id AND position(secret.id IN draft) > 0)
        AND NOT EXISTS (SELECT FROM scenario_versions AS version
          WHERE version.scenario_id = secret.scenario_id AND position(secret.id IN graph) > 0)
        AND NOT EXISTS (SELECT FROM secrets AS successor
          WHERE successor.previous_id = secret.id AND successor.previous_until > now())
      ${limit})`,
    Prisma.sql`DELETE FROM idempotency_keys WHERE id IN (
      SELECT id FROM idempotency_keys
      WHERE id < ${firstIdAt("idempotency", now - IDEMPOTENCY_DAYS * DAY_MS)} ${limit})`,
    Prisma.sql`DELETE FROM scenario_editors WHERE (scenario_id, tab_id) IN (
      SELECT scenario_id, tab_id FROM scenario_editors
      WHERE last_seen_at < ${ago(PRESENCE_MS)} ${limit})`,
    Prisma.sql`DELETE FROM inbox_messages WHERE id IN (
      SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY inbox_id ORDER BY id DESC) AS place
        FROM inbox_messages) AS placed WHERE place > ${MESSAGES_KEPT} ${limit})`,
    Prisma.sql`DELETE FROM replay_items WHERE (replay_id, delivery_id) IN (
      SELECT replay_id, delivery_id FROM replay_items JOIN replays ON replays.id = replay_id
      WHERE replays.status <> 'running' AND replays.completed_at < ${cutoff} ${limit})`,
    Prisma.sql`DELETE FROM replays WHERE id IN (
      SELECT id FROM replays WHERE status <> 'running' AND completed_at < ${cutoff}
        AND NOT EXISTS (SELECT FROM replay_items WHERE replay_id = replays.id) ${limit})`,
    Prisma.sql`DELETE FROM stats WHERE (quarter, part, measure) IN (
      SELECT quarter, part, measure FROM stats WHERE quarter < ${ago(STATS_DAYS * DAY_MS)} ${limit})`,
  ];
}
