import "server-only";
import { engineEvents } from "@/inngest/client";
import { db } from "@/lib/db";
import { resendMessage } from "@/lib/deliveries/resend-message";
import { enqueue, handOver } from "@/lib/events/outbox";

/** How long after its time a delivery counts as forgotten. */
const OVERDUE = "10 minutes";
const BATCH = 500;

/**
 * Asks the engine once more for deliveries that are long due and that nothing happens with: its
 * function ended, or its state was lost. One that is only slow is not harmed: each step of a delivery
 * is done once, whoever asks. An open delivery is asked for once an hour. Returns for how many.
 */
export async function askAgain({ now = new Date() }: { now?: Date } = {}): Promise<number> {
  const at = now.toISOString();
  const again = `again-${at.slice(0, 13)}`;
  const messages = await enqueue(db(), [
    ...(await forgottenDeliveries(at)).map(({ id, host }) => ({
      id: `${id}:${again}`,
      name: engineEvents.deliveryRequested,
      data: { deliveryId: id, targetHost: host },
    })),
    ...(await forgottenResends(at)).map(({ id, host, stepKey }) =>
      resendMessage({ delivery: { id, targetHost: host }, stepKey, again }),
    ),
  ]);
  handOver(messages);
  return messages.length;
}

function forgottenDeliveries(at: string): Promise<{ id: string; host: string }[]> {
  return db().$queryRaw`
    SELECT id, target_host AS host FROM deliveries
    WHERE status = 'retrying' AND next_attempt_at < ${at}::timestamptz - ${OVERDUE}::interval
      OR status = 'pending' AND (held_at IS NULL OR released_at IS NOT NULL) AND NOT is_test
        AND coalesce(released_at, created_at) < ${at}::timestamptz - ${OVERDUE}::interval
      OR status = 'sending' AND completed_at IS NULL AND EXISTS (
        SELECT FROM attempts WHERE delivery_id = deliveries.id AND completed_at IS NULL
          AND lease_until < ${at}::timestamptz - ${OVERDUE}::interval)
    ORDER BY id LIMIT ${BATCH}`;
}

/** What had ended before and was being resent: its own function is over, and that of the resend gone. */
function forgottenResends(at: string): Promise<{ id: string; host: string; stepKey: string }[]> {
  return db().$queryRaw`
    SELECT deliveries.id, deliveries.target_host AS host, step_key AS "stepKey"
    FROM deliveries JOIN attempts ON attempts.delivery_id = deliveries.id
    WHERE deliveries.status = 'sending' AND deliveries.completed_at IS NOT NULL
      AND attempts.completed_at IS NULL AND step_key IS NOT NULL AND trigger = 'manual'
      AND lease_until < ${at}::timestamptz - ${OVERDUE}::interval
    ORDER BY deliveries.id LIMIT ${BATCH}`;
}
