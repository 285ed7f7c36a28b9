/** What waits at the end of a made-up history: targets that are paused, events that were missed. */
import type { Client } from "pg";

/** Of the newest deliveries, one in so many waits for another attempt, and as many are held. */
const WAITING_SHARE = 500;
/** Of the events, one in so many was missed by one of the scenarios, which are paused. */
const MISSED_SHARE = 5;

/**
 * Makes of the newest deliveries of `n-erp` nodes some that are held for their paused targets and some
 * that wait for another attempt, and notes events as missed.
 */
export async function addWaiting(
  client: Client,
  { scenarioIds, deliveries }: { scenarioIds: readonly string[]; deliveries: number },
): Promise<void> {
  const count = Math.ceil(deliveries / WAITING_SHARE);
  await client.query(
    `insert into target_health (scenario_id, node_id, node_name, target_host, consecutive_failures,
       failing_since, warned_at, paused_at, updated_at)
     select id, 'n-erp', 'Send to ERP', 'erp.example.com', 60, now() - interval '7 days',
       now() - interval '3 days', now() - interval '1 day', now()
     from unnest($1::text[]) as scenario(id)`,
    [scenarioIds],
  );
  // Their attempts stay: the lists do not read them.
  const change = (set: string, offset: number) =>
    client.query(
      `update deliveries set completed_at = null, last_status_code = null, ${set}
       where id in (select id from deliveries where node_id = 'n-erp' and not is_test
         order by id desc limit $1 offset $2)`,
      [count, offset],
    );
  await change("status = 'pending', held_at = created_at, last_failure_kind = null", 0);
  await change("status = 'retrying', next_attempt_at = now() + interval '1 day'", count);
  await client.query(
    `insert into missed_events (id, scenario_id, event_id, created_at)
     select 'mis_' || substr(id, 5), ($1::text[])[1 + position % cardinality($1::text[])], id,
       created_at
     from (select id, created_at, row_number() over (order by id desc) as position from events)
       as event
     where position % $2 = 0`,
    [scenarioIds, MISSED_SHARE],
  );
}
