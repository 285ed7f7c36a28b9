import "server-only";
import { db } from "@/lib/db";
import { getPreferences } from "@/lib/instance/preferences";

const DAY_MS = 86_400_000;
const BATCH = 1_000;

/**
 * Removes notifications and messages that are older than the history is kept; what goes on stays.
 * Some of many: the next night removes the next ones. Returns how many rows.
 */
export async function pruneNotifications({ now }: { now: Date }): Promise<number> {
  const { retention } = await getPreferences();
  const before = new Date(now.getTime() - retention.historyDays * DAY_MS).toISOString();
  const removed = [
    await db().$executeRaw`DELETE FROM notifications WHERE id IN (
      SELECT id FROM notifications
      WHERE last_at < ${before}::timestamptz AND closed_at IS NOT NULL ORDER BY id LIMIT ${BATCH})`,
    await db().$executeRaw`DELETE FROM notification_sends WHERE id IN (
      SELECT id FROM notification_sends
      WHERE created_at < ${before}::timestamptz ORDER BY id LIMIT ${BATCH})`,
    await db().$executeRaw`DELETE FROM notification_reads AS mark WHERE NOT EXISTS (
      SELECT FROM notifications WHERE id = mark.notification_id)`,
  ];
  return removed.reduce((sum, count) => sum + count, 0);
}
