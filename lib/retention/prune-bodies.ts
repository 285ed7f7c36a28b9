import "server-only";
import { db } from "@/lib/db";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { firstIdAt } from "@/lib/ids";
import { BATCH_ROWS } from "@/lib/retention/batch";
import { OPEN_STATUSES } from "@/lib/stats/count-statements";

/**
 * Removes headers and bodies of attempts that began before a moment, the oldest first, a batch of
 * them; how they ended stays. Nothing of a delivery that is still open. The body that was sent is the
 * delivery's, which a resend sends again: it goes with its run. Returns of how many attempts.
 */
export function pruneBodies({ before }: { before: Date }): Promise<number> {
  const firstId = firstIdAt("attempt", before.getTime() + CLOCK_SLACK_MS);
  return db().$executeRaw`
    UPDATE attempts SET pruned_at = now(), request_headers = '{}', response_headers = NULL,
      response_body = NULL
    WHERE id IN (
      SELECT id FROM attempts WHERE pruned_at IS NULL AND id < ${firstId}
        AND started_at < ${before.toISOString()}::timestamptz AND completed_at IS NOT NULL
        AND EXISTS (SELECT FROM deliveries WHERE deliveries.id = attempts.delivery_id
          AND deliveries.status <> ALL(${OPEN_STATUSES}::text[]))
      ORDER BY id LIMIT ${BATCH_ROWS} FOR UPDATE OF attempts SKIP LOCKED)`;
}
