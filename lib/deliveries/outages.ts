import "server-only";
import { env } from "@/lib/env";
import type { Sql } from "@/lib/sql";
import { outageWaitMs, PATIENCE_MS } from "@/lib/webhooks/schedule";

/** How often the way out was closed when a delivery was due. */
export interface Outages {
  count: number;
  /** When the outage that goes on began; null when the latest attempt got out. */
  since: Date | null;
}

/** What the outgoing proxy cost a delivery so far, of its schedule. */
export async function outagesOf(tx: Sql, deliveryId: string): Promise<Outages> {
  const [outages] = await tx.$queryRaw<Outages[]>`
    WITH ours AS (
      SELECT number, started_at, failure_kind FROM attempts
      WHERE delivery_id = ${deliveryId} AND trigger NOT IN ('manual', 'probe')
        AND completed_at IS NOT NULL AND failure_kind IS DISTINCT FROM 'interrupted'
    ), got_out AS (
      SELECT coalesce(max(number), 0) AS number FROM ours WHERE failure_kind IS DISTINCT FROM 'proxy')
    SELECT count(*)::int AS count,
      min(started_at) FILTER (WHERE ours.number > got_out.number) AS since
    FROM ours CROSS JOIN got_out WHERE failure_kind = 'proxy'`;
  return outages ?? { count: 0, since: null };
}

/**
 * An attempt that the outgoing proxy let down is none of the receiver's: the delivery gets another for
 * it. Returns when it is due; null when that has gone on for a day.
 */
export async function waitOutOutage(
  tx: Sql,
  deliveryId: string,
  { count, since }: Outages,
  now: Date,
): Promise<Date | null> {
  if (since !== null && now.getTime() - since.getTime() >= PATIENCE_MS) return null;
  await tx.$executeRaw`UPDATE deliveries SET max_attempts = max_attempts + 1 WHERE id = ${deliveryId}`;
  const { WEBHOOK_BACKOFF_BASE_SECONDS: baseSeconds } = env();
  return new Date(now.getTime() + outageWaitMs({ outages: count, baseSeconds }));
}
