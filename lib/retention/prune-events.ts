import "server-only";
import { db } from "@/lib/db";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { firstIdAt } from "@/lib/ids";
import { BATCH_ROWS } from "@/lib/retention/batch";

/**
 * Removes events from before a moment that no run needs any more, a batch of them; their orders stay.
 * An event stays while it is still to be routed, or was missed by a scenario and nobody has decided
 * on that. Returns how many.
 */
export function pruneEvents({ before }: { before: Date }): Promise<number> {
  return db().$executeRaw`
    DELETE FROM events WHERE id IN (
      SELECT id FROM events
      WHERE id < ${firstIdAt("event", before.getTime() + CLOCK_SLACK_MS)}
        AND created_at < ${before.toISOString()}::timestamptz
        AND (routed_at IS NOT NULL OR is_test)
        AND NOT EXISTS (SELECT FROM runs WHERE event_id = events.id)
        AND NOT EXISTS (SELECT FROM missed_events AS missed WHERE missed.event_id = events.id
          AND missed.sent_at IS NULL AND missed.dismissed_at IS NULL)
        AND NOT EXISTS (SELECT FROM outbox_messages WHERE outbox_messages.id = events.id)
      ORDER BY id LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED)`;
}
