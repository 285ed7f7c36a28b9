import type pg from "pg";
import { eventually } from "../integration/support/eventually";
import type { Kill } from "./support/instance";
import type { Arrival } from "./support/receiver";

/** What was seen from outside, to hold against what the database says. */
export interface Evidence {
  db: pg.Pool;
  /** Orders that were answered with 201. */
  acknowledged: readonly string[];
  /** Scenarios that were live from before the first order to now. */
  live: readonly string[];
  arrivals: readonly Arrival[];
  kills: readonly Kill[];
}

/** Work that is not done: empty once everything that was promised has ended. */
const OPEN = {
  "orders without a routed event": `
    select orders.id from orders left join events on events.order_id = orders.id and not is_test
    where routed_at is null`,
  "messages in the outbox": "select id from outbox_messages",
  "runs that go on": "select id from runs where status = 'running'",
  "deliveries that go on": `
    select id from deliveries where status not in ('succeeded', 'failed', 'cancelled')`,
  "attempts that go on": "select id from attempts where completed_at is null",
  "steps that wait": "select id from run_steps where status = 'waiting'",
  "runs of the engine": `
    select run.id from engine.run join engine.event on event.id = event_id
    where status = 'running' and name not like 'inngest/scheduled%'`,
};

/** What must never be, whatever was killed when. Each gives the ids at fault. */
const NEVER = {
  "an event with two runs of one scenario": `
    select event_id as id from runs where retry_of is null
    group by event_id, scenario_id having count(*) > 1`,
  "a run without the deliveries of its version": `
    select runs.id from runs join scenario_versions versions on versions.id = runs.version_id
    where (select count(*) from deliveries where run_id = runs.id) <> jsonb_array_length(
      jsonb_path_query_array(graph::jsonb, '$.nodes[*] ? (@.operation == "webhooks.send")'))`,
  "a delivery that arrived twice by our own record": `
    select delivery_id as id from attempts where completed_at is not null and failure_kind is null
    group by delivery_id having count(*) > 1`,
  "a delivery whose status is not that of its attempts": `
    select id from deliveries where (status = 'succeeded') <> exists (
      select from attempts where delivery_id = deliveries.id and completed_at is not null
        and failure_kind is null)`,
  "a run whose end is not that of its deliveries": `
    select id from runs where status in ('succeeded', 'failed') and (status = 'succeeded') <>
      not exists (select from deliveries where run_id = runs.id and status <> 'succeeded')`,
  "an order with more than one event": `
    select order_id as id from events where not is_test and order_id is not null
    group by order_id having count(*) > 1`,
};

/** Waits until all that was begun has ended. Throws with what has not, after `timeoutMs`. */
export async function settled(db: pg.Pool, timeoutMs = 120_000): Promise<void> {
  let open: string[] = [];
  try {
    await eventually(
      async () => {
        open = await findRows(db, OPEN);
        return open.length === 0;
      },
      { what: "the end of all work", timeoutMs },
    );
  } catch (error) {
    throw new Error(`${String(error)}\n${open.join("\n")}`);
  }
}

/**
 * Everything that holds when all has settled, whatever happened before. Returns what does not, in
 * words with ids; empty when the product kept its promises.
 */
export async function findViolations(evidence: Evidence): Promise<string[]> {
  const { db, acknowledged, live, arrivals, kills } = evidence;
  const { rows: lost } = await db.query(
    "select id from unnest($1::text[]) as given (id) where id not in (select id from orders)",
    [acknowledged],
  );
  const { rows: unrun } = await db.query(
    `select orders.id || ' in ' || scenario as id from orders cross join unnest($1::text[]) as scenario
     where not exists (select from runs join events on events.id = event_id
       where order_id = orders.id and runs.scenario_id = scenario)`,
    [live],
  );
  return [
    ...told("an order that was promised and is gone", lost),
    ...told("a committed order without its run", unrun),
    ...(await findRows(db, NEVER)),
    ...(await compareWithReceiver(db, arrivals, kills)),
  ];
}

interface DeliveryRow {
  id: string;
  body: string;
  status: string;
  /** Rows of attempts. */
  attempts: number;
  /** Those of them that have an answer on record. */
  answered: number;
}

/** What the receiver got against what we say that we sent. */
async function compareWithReceiver(
  db: pg.Pool,
  arrivals: readonly Arrival[],
  kills: readonly Kill[],
): Promise<string[]> {
  const { rows } = await db.query<DeliveryRow>(
    `select deliveries.id, body, status, count(attempts.id)::int as attempts,
       count(status_code)::int as answered
     from deliveries left join attempts on delivery_id = deliveries.id group by deliveries.id`,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const byId = grouped(arrivals);
  const violations: string[] = [];
  for (const [id, got] of byId) {
    const row = known.get(id);
    if (!row) {
      violations.push(`a webhook under an id that no delivery has: ${id}`);
      continue;
    }
    const fault = faultOf(row, got, kills);
    if (fault) violations.push(`${fault}: ${id}`);
  }
  for (const { id, status, answered } of rows) {
    const got = byId.get(id)?.length ?? 0;
    if (status === "succeeded" && got === 0) violations.push(`arrived only by our record: ${id}`);
    if (got < answered) violations.push(`more answers on record than requests: ${id}`);
  }
  return violations;
}

/** By delivery, in the order in which they came. */
function grouped(arrivals: readonly Arrival[]): Map<string, Arrival[]> {
  const byId = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const known = byId.get(arrival.id);
    if (known) known.push(arrival);
    else byId.set(arrival.id, [arrival]);
  }
  return byId;
}

/** `at` of the receiver and of a kill are of one clock; the kill may be noted a moment later. */
const CLOSE_MS = 1_000;

function faultOf(row: DeliveryRow, got: readonly Arrival[], kills: readonly Kill[]): string | null {
  if (got.some(({ body }) => body !== row.body)) return "a body that changed";
  const numbers = got.map(({ attempt }) => attempt);
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) {
    return `an attempt that was sent twice (${numbers.join(", ")})`;
  }
  if (got.length > row.attempts) return "more requests than attempts on record";
  // Once the receiver has said 200, only a kill before our record of it makes another request.
  const accepted = got.filter(({ status }) => status !== null && status < 300);
  for (const [index, first] of accepted.entries()) {
    const second = got[got.indexOf(first) + 1];
    if (!second) continue;
    const excuse = kills.some(({ at }) => at > first.at - CLOSE_MS && at < second.at);
    if (!excuse) return `sent again after request ${index + 1} was accepted, without a kill`;
  }
  return null;
}

async function findRows(db: pg.Pool, queries: Record<string, string>): Promise<string[]> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(queries)) {
    found.push(...told(what, (await db.query<{ id: string }>(sql)).rows));
  }
  return found;
}

const SHOWN = 5;

/** One line for a kind of fault, with some of those that have it. */
function told(what: string, rows: readonly { id: string }[]): string[] {
  if (rows.length === 0) return [];
  const ids = rows.slice(0, SHOWN).map(({ id }) => id);
  return [`${what} (${rows.length}): ${ids.join(", ")}${rows.length > SHOWN ? ", …" : ""}`];
}
