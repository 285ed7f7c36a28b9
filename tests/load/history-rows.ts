/**
 * A history made up in one go: orders of the last 90 days, each with its event, two runs and four
 * deliveries, of which some failed and some were tried more than once. Rows go in by the thousand.
 */
import type { Client } from "pg";
import { encodeTime } from "ulid";
import { recount } from "@/lib/stats/count-statements";
import { firstUncounted, ROLLED_UNTIL, STATS_LOCK } from "@/lib/stats/rolled-until";
import { addWaiting } from "./waiting-rows";

const SCENARIOS = 20;
const RUNS_PER_ORDER = 2;
const NODES_PER_RUN = 2;
export const DELIVERIES_PER_ORDER = RUNS_PER_ORDER * NODES_PER_RUN;
const ORDERS_PER_BATCH = 2_000;
const DAYS = 90;
const DAY_MS = 86_400_000;
const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

/** How deliveries end, in turn: of 50, 37 at once, 7 at the second attempt, 6 never: 75 attempts. */
const OUTCOMES = [
  ...Array.from({ length: 37 }, () => ({ codes: [200] })),
  ...[500, 502, 503, 500, null, 429, null].map((code) => ({ codes: [code, 200] })),
  ...[500, 503, 404, null, null, 500].map((code) => ({ codes: [code, code, code, code] })),
] as readonly { codes: readonly (number | null)[] }[];

type Value = string | number | boolean | null;
type Rows = Record<string, Value[]>;

/** Columns that are not text. */
const TYPES: Record<string, string> = {
  total_cents: "bigint",
  attempt_count: "int",
  max_attempts: "int",
  last_status_code: "int",
  last_duration_ms: "int",
  duration_ms: "int",
  status_code: "int",
  is_test: "bool",
  is_mock: "bool",
  ...Object.fromEntries(
    ["created_at", "completed_at", "occurred_at", "handed_over_at", "routed_at"].map((name) => [
      name,
      "timestamptz",
    ]),
  ),
  started_at: "timestamptz",
  updated_at: "timestamptz",
};

/** Ids of the form that the product gives, for a time of one's choice. */
function idMaker(seed: number) {
  let count = 0;
  return (prefix: string, at: number) => {
    let rest = "";
    for (let value = ++count; value > 0; value = Math.floor(value / 32)) {
      rest = DIGITS.charAt(value % 32) + rest;
    }
    const own = DIGITS.charAt(seed % 32) + DIGITS.charAt(Math.floor(seed / 32) % 32);
    return `${prefix}_${encodeTime(at).toLowerCase()}${own}${rest.padStart(14, "0")}`;
  };
}

async function insert(client: Client, table: string, rows: Rows): Promise<void> {
  const columns = Object.keys(rows);
  const arrays = columns.map((column, index) => {
    const type = column === "number" && table !== "orders" ? "int" : TYPES[column];
    return `$${index + 1}::${type ?? "text"}[]`;
  });
  await client.query(
    `insert into "${table}" (${columns.map((column) => `"${column}"`).join(", ")})
     select * from unnest(${arrays.join(", ")})`,
    Object.values(rows),
  );
}

/** Adds one row to columns. */
function push(rows: Rows, row: Record<string, Value>): void {
  for (const [column, value] of Object.entries(row)) {
    rows[column] ??= [];
    rows[column].push(value);
  }
}

const at = (time: number) => new Date(time).toISOString();

interface Scenario {
  id: string;
  versionId: string;
  nodes: { id: string; name: string; host: string }[];
}

async function insertScenarios(client: Client, newId: ReturnType<typeof idMaker>, from: number) {
  const made: Scenario[] = [];
  const [scenarios, versions]: [Rows, Rows] = [{}, {}];
  for (let index = 0; index < SCENARIOS; index++) {
    const nodes = ["erp", "crm"].map((kind) => ({
      id: `n-${kind}`,
      name: `Send to ${kind.toUpperCase()} ${index + 1}`,
      host: `${kind}-${index + 1}.example.com`,
    }));
    const graph = JSON.stringify({
      nodes: [
        { id: "t", operation: "traderlaunchpad.orderCreated", operationVersion: 1, config: {} },
        ...nodes.map(({ id, name, host }) => ({
          id,
          name,
          operation: "webhooks.send",
          operationVersion: 1,
          config: { webhookUrl: `https://${host}/hooks/orders`, retryAttempts: 3, timeout: 30 },
        })),
      ],
      edges: nodes.map(({ id }) => ({ id: `e-${id}`, source: "t", sourcePort: "out", target: id })),
    });
    const scenario = { id: newId("scn", from), versionId: newId("ver", from), nodes };
    made.push(scenario);
    push(scenarios, {
      id: scenario.id,
      name: `History ${index + 1}`,
      status: "paused",
      draft: graph,
      published_version_id: scenario.versionId,
      live_trigger: "traderlaunchpad.orderCreated",
      created_at: at(from),
      updated_at: at(from),
    });
    push(versions, {
      id: scenario.versionId,
      scenario_id: scenario.id,
      number: 1,
      graph,
      created_at: at(from),
    });
  }
  await insert(client, "scenarios", scenarios);
  await insert(client, "scenario_versions", versions);
  return made;
}

/** What is known of an exchange that failed with a code, or without an answer. */
function failureOf(code: number | null) {
  if (code !== null && code < 300) return { kind: null, message: null, hint: null };
  if (code === null) {
    return {
      kind: "timeout",
      message: "No answer within 30 s.",
      hint: "Answer first, work later.",
    };
  }
  const kind = code >= 500 ? "server_error" : "client_error";
  return { kind, message: `The receiver answered ${code}.`, hint: "Look into the receiver's log." };
}

const TABLES = ["orders", "events", "runs", "run_steps", "deliveries", "attempts"] as const;
type Tables = Record<(typeof TABLES)[number], Rows>;
type NewId = ReturnType<typeof idMaker>;

interface Made {
  orders: number;
  runs: number;
  deliveries: number;
  attempts: number;
}

/** What the rows of one order have in common. */
interface Occasion {
  tables: Tables;
  made: Made;
  newId: NewId;
  /** Unix milliseconds. */
  time: number;
  eventId: string;
  orderId: string;
  payload: string;
  isTest: boolean;
}

const TOOK_MS = 900;

function addOrder(tables: Tables, made: Made, newId: NewId, time: number, number: string) {
  const email = `customer${made.orders % 50_000}@example.com`;
  const items = [{ name: "Evaluation account", quantity: 1, priceCents: 29_900 }];
  const data = { order: { orderId: number, email, items, total: 299 } };
  const occasion: Occasion = {
    tables,
    made,
    newId,
    time,
    orderId: newId("ord", time),
    eventId: newId("evt", time),
    payload: JSON.stringify({ event: "order.created", timestamp: time, data }),
    isTest: made.orders % 200 === 0,
  };
  push(tables.orders, {
    id: occasion.orderId,
    number,
    email,
    first_name: "Ines",
    last_name: "Almeida",
    items: JSON.stringify(items),
    total_cents: 29_900,
    payment_status: "paid",
    status: "pending",
    is_mock: true,
    created_at: at(time),
  });
  push(tables.events, {
    id: occasion.eventId,
    type: "order.created",
    order_id: occasion.orderId,
    payload: occasion.payload,
    occurred_at: at(time),
    created_at: at(time),
    handed_over_at: at(time),
    routed_at: at(time),
  });
  made.orders += 1;
  return occasion;
}

function addRun(occasion: Occasion, scenario: Scenario): void {
  const { tables, made, newId, time } = occasion;
  const runId = newId("run", time);
  const step = { run_id: runId, started_at: at(time), completed_at: at(time + TOOK_MS) };
  const statuses = scenario.nodes.map((node) => {
    const status = addDelivery(occasion, scenario, runId, node);
    push(tables.run_steps, {
      id: newId("stp", time),
      node_id: node.id,
      operation: "webhooks.send",
      status,
      ...step,
    });
    return status;
  });
  push(tables.run_steps, {
    id: newId("stp", time),
    node_id: "t",
    operation: "traderlaunchpad.orderCreated",
    status: "succeeded",
    ...step,
  });
  push(tables.runs, {
    id: runId,
    scenario_id: scenario.id,
    version_id: scenario.versionId,
    event_id: occasion.eventId,
    status: statuses.includes("failed") ? "failed" : "succeeded",
    is_test: occasion.isTest,
    created_at: at(time),
    completed_at: at(time + TOOK_MS),
  });
  made.runs += 1;
}

function addDelivery(
  occasion: Occasion,
  scenario: Scenario,
  runId: string,
  node: Scenario["nodes"][number],
): "succeeded" | "failed" {
  const { tables, made, newId, time, isTest } = occasion;
  const id = newId("dlv", time);
  // A step that shares no factor with their number goes through all outcomes.
  const { codes } = OUTCOMES[(made.deliveries * 7) % OUTCOMES.length] ?? { codes: [200] };
  const last = codes.at(-1) ?? null;
  const failure = failureOf(last);
  const status = failure.kind ? "failed" : "succeeded";
  const url = `https://${node.host}/hooks/orders`;
  const durationMs = 40 + (made.deliveries % 300);
  push(tables.deliveries, {
    id,
    run_id: runId,
    scenario_id: scenario.id,
    node_id: node.id,
    node_name: node.name,
    event_id: occasion.eventId,
    event_type: "order.created",
    order_id: occasion.orderId,
    url,
    target_host: node.host,
    body: occasion.payload,
    status,
    attempt_count: codes.length,
    max_attempts: 4,
    last_status_code: last,
    last_failure_kind: failure.kind,
    last_failure_message: failure.message,
    last_failure_hint: failure.hint,
    last_duration_ms: durationMs,
    is_test: isTest,
    created_at: at(time),
    completed_at: at(time + TOOK_MS),
  });
  codes.forEach((code, index) => {
    const fault = failureOf(code);
    const begin = time + index * 200;
    push(tables.attempts, {
      id: newId("att", time),
      delivery_id: id,
      number: index + 1,
      step_key: `auto-${index + 1}`,
      trigger: isTest ? "test" : "automatic",
      started_at: at(begin),
      completed_at: at(begin + durationMs),
      duration_ms: durationMs,
      url,
      request_headers: '{"content-type":"application/json"}',
      status_code: code,
      response_headers: code === null ? null : '{"content-type":"application/json"}',
      response_body: code === null ? null : '{"ok":true}',
      failure_kind: fault.kind,
      failure_message: fault.message,
      failure_hint: fault.hint,
      remote_address: code === null ? null : "203.0.113.7",
    });
  });
  made.attempts += codes.length;
  made.deliveries += 1;
  return status;
}

/**
 * Order numbers of the product's form, such as ORD-500001-042, that no order has yet: the product draws
 * its own, and a history may be a second one.
 */
async function freeNumbers(client: Client): Promise<Generator<string, never>> {
  const { rows } = await client.query<{ number: string }>("select number from orders");
  const taken = new Set(rows.map(({ number }) => number));
  return (function* () {
    for (let count = 500_000_000; ; count++) {
      const digits = String(count);
      const number = `ORD-${digits.slice(0, 6)}-${digits.slice(6)}`;
      if (!taken.has(number)) yield number;
    }
  })();
}

/**
 * Adds a history to a database that has the product's tables.
 * @param deliveries how many; rounded up to whole orders of four
 * @param options.onProgress called with the number of deliveries that are there
 * @param options.waits whether there is also what still waits. A product that is left running would
 *   try to send that to its made-up targets one day
 * @returns how many rows there are of each, and the numbers of some orders among them
 */
export async function seedHistory(
  client: Client,
  deliveries: number,
  { onProgress, waits = false }: { onProgress?: (count: number) => void; waits?: boolean } = {},
) {
  const orderCount = Math.ceil(deliveries / DELIVERIES_PER_ORDER);
  const now = Date.now();
  const from = now - DAYS * DAY_MS;
  const newId = idMaker(now % 1024);
  const numbers = await freeNumbers(client);
  const scenarios = await insertScenarios(client, newId, from);
  const made: Made = { orders: 0, runs: 0, deliveries: 0, attempts: 0 };
  const someNumbers: string[] = [];
  while (made.orders < orderCount) {
    const tables: Tables = {
      orders: {},
      events: {},
      runs: {},
      run_steps: {},
      deliveries: {},
      attempts: {},
    };
    const end = Math.min(orderCount, made.orders + ORDERS_PER_BATCH);
    while (made.orders < end) {
      const number = numbers.next().value;
      if (made.orders % Math.ceil(orderCount / 50) === 0) someNumbers.push(number);
      const time = Math.floor(from + ((now - from) * made.orders) / orderCount);
      const occasion = addOrder(tables, made, newId, time, number);
      for (let turn = 0; turn < RUNS_PER_ORDER; turn++) {
        const scenario = scenarios[made.runs % scenarios.length];
        if (scenario) addRun(occasion, scenario);
      }
    }
    await client.query("begin");
    await client.query("set local synchronous_commit = off");
    for (const table of TABLES) await insert(client, table, tables[table]);
    await client.query("commit");
    onProgress?.(made.deliveries);
  }
  const scenarioIds = scenarios.map(({ id }) => id);
  if (waits) await addWaiting(client, { scenarioIds, deliveries: made.deliveries });
  await client.query("vacuum analyze");
  await rollUpSince(client, from);
  await client.query("vacuum analyze stats");
  return { ...made, someNumbers, scenarioIds };
}

/** What the product's own roll-up would do: it does not look for what was created in the past. */
async function rollUpSince(client: Client, from: number): Promise<void> {
  const now = new Date();
  const until = firstUncounted(now).getTime();
  for (let day = firstUncounted(new Date(from)).getTime(); day < until; day += DAY_MS) {
    const span = { since: new Date(day), until: new Date(Math.min(until, day + DAY_MS)) };
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock($1)", [STATS_LOCK]);
    for (const { text, values } of recount([span])) await client.query(text, values);
    await client.query("commit");
  }
  await client.query(
    `insert into settings (key, value, updated_at) values ($1, $2, now())
     on conflict (key) do update set value = excluded.value`,
    [ROLLED_UNTIL, now.toISOString()],
  );
}
