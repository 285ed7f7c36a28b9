/** Deliveries of an active scenario that have all failed, made up in the database in one go. */
import type { Client } from "pg";
import { encodeTime } from "ulid";

const AGO_MS = 3_600_000;

/**
 * Adds so many failed deliveries, each with its order, event, run, steps and one attempt, an hour ago.
 * Their target is the one that the scenario's node `w` sends to.
 */
export async function addFailed(
  client: Client,
  { scenarioId, webhookUrl, count }: { scenarioId: string; webhookUrl: string; count: number },
): Promise<void> {
  const time = encodeTime(Date.now() - AGO_MS).toLowerCase();
  const id = (prefix: string) => `'${prefix}_${time}' || lpad(n::text, 16, '0')`;
  const at = "now() - interval '1 hour'";
  const done = `${at} + interval '1 second'`;
  const rows = "generate_series(1, $1::int) as n";
  const statements: [text: string, values: unknown[]][] = [
    [
      `insert into orders (id, number, email, first_name, last_name, items, total_cents,
         payment_status, status, is_mock, created_at)
       select ${id("ord")}, 'ORD-' || lpad((n / 1000)::text, 6, '0') || '-' ||
         lpad((n % 1000)::text, 3, '0'), 'customer@example.com', 'Ines', 'Almeida', '[]', 29900,
         'paid', 'pending', true, ${at} from ${rows}`,
      [count],
    ],
    [
      `insert into events (id, type, order_id, payload, occurred_at, created_at, handed_over_at,
         routed_at)
       select ${id("evt")}, 'order.created', ${id("ord")},
         '{"event":"order.created","data":{"order":{"orderId":"' || n || '"}}}',
         ${at}, ${at}, ${at}, ${at} from ${rows}`,
      [count],
    ],
    [
      `insert into runs (id, scenario_id, version_id, event_id, status, created_at, completed_at)
       select ${id("run")}, $2, (select published_version_id from scenarios where id = $2),
         ${id("evt")}, 'failed', ${at}, ${done} from ${rows}`,
      [count, scenarioId],
    ],
    [
      `insert into run_steps (id, run_id, node_id, operation, status, started_at, completed_at)
       select substr(step.node, 1, 1) || substr(${id("stp")}, 2), ${id("run")}, step.node,
         step.operation, step.status, ${at}, ${done}
       from ${rows} cross join (values
         ('t', 'traderlaunchpad.orderCreated', 'succeeded'), ('w', 'webhooks.send', 'failed')
       ) as step (node, operation, status)`,
      [count],
    ],
    [
      `insert into deliveries (id, run_id, scenario_id, node_id, node_name, event_id, event_type,
         order_id, url, target_host, body, status, attempt_count, max_attempts, last_status_code,
         last_failure_kind, last_failure_message, last_failure_hint, created_at, completed_at)
       select ${id("dlv")}, ${id("run")}, $2, 'w', 'Send', ${id("evt")}, 'order.created',
         ${id("ord")}, $3, $4, (select payload from events where id = ${id("evt")}), 'failed', 1, 1,
         503, 'server_error', 'The receiver answered 503.', 'Look into its log.', ${at}, ${done}
       from ${rows}`,
      [count, scenarioId, webhookUrl, new URL(webhookUrl).host],
    ],
    [
      `insert into attempts (id, delivery_id, number, step_key, trigger, started_at, completed_at,
         duration_ms, url, request_headers, status_code, failure_kind)
       select ${id("att")}, ${id("dlv")}, 1, 'auto-1', 'automatic', ${at}, ${done}, 5, $2, '{}',
         503, 'server_error' from ${rows}`,
      [count, webhookUrl],
    ],
  ];
  await client.query("begin");
  for (const [text, values] of statements) await client.query(text, values);
  await client.query("commit");
  await client.query("vacuum analyze");
}
