import "server-only";
import type { Db } from "@/lib/db";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { firstIdAt } from "@/lib/ids";
import { openBefore, quarterOfColumn } from "@/lib/stats/count-statements";
import { firstUncounted } from "@/lib/stats/rolled-until";

/**
 * The quarters whose stored figures may be wrong since `rolled`. What ended since was open then and
 * is not now, or the other way round; what ended in another way than before has been tried again
 * since, and so has what ended a run in another way. What is new lies after these quarters.
 */
export async function findStale(tx: Db, rolled: Date): Promise<Date[]> {
  const until = firstUncounted(rolled);
  const firstAttempt = firstIdAt("attempt", rolled.getTime() - CLOCK_SLACK_MS);
  const firstDelivery = firstIdAt("delivery", until.getTime() + CLOCK_SLACK_MS);
  const rows = await tx.$queryRaw<{ quarter: Date }[]>`
    WITH tried AS MATERIALIZED (
      SELECT delivery.created_at, delivery.run_id FROM attempts
      JOIN deliveries AS delivery ON delivery.id = attempts.delivery_id
      WHERE attempts.id >= ${firstAttempt} AND NOT delivery.is_test
        AND (attempts.delivery_id < ${firstDelivery} OR attempts.trigger = 'manual'))
    SELECT quarter FROM (
      SELECT quarter FROM (${openBefore(until)}) AS now FULL JOIN stats_open AS before USING (quarter)
        WHERE now.hash IS DISTINCT FROM before.hash
      UNION SELECT ${quarterOfColumn("created_at")} FROM tried
      UNION SELECT ${quarterOfColumn("runs.created_at")} FROM tried JOIN runs ON runs.id = run_id
    ) AS changed WHERE quarter < ${until.toISOString()}::timestamptz`;
  return rows.map(({ quarter }) => quarter);
}
