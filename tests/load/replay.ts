/**
 * `npm run bench:replay [-- --deliveries N]`: a replay of failed deliveries, in the middle of which
 * the engine is killed. Checks that progress moves, that nothing is lost, and that nothing is resent
 * twice but what was in flight; counts resends and CPU. Prints a table, then one line of JSON, and
 * ends with an error when a check fails.
 */
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { Client } from "pg";
import { readRuntime } from "../../scripts/lib/runtime.mjs";
import { addFailed } from "./failed-rows";
import {
  activateWebhook,
  type BenchProduct,
  type Call,
  cpuMs,
  cpuPer,
  databaseUrlOf,
  openProduct,
  round,
  signIn,
  until,
} from "./product";
import { startTargetServer } from "./target-server";

/** As fast as a replay may be: what is measured is what the product gets through. */
const PER_SECOND = 200;
const ANSWER_MS = 5;
/** Of the resends of one target, at most so many are under way at once. */
const AT_ONCE = 4;
const TIMEOUT_MS = 30 * 60_000;

const { values } = parseArgs({ options: { deliveries: { type: "string", default: "10000" } } });
const count = Number(values.deliveries);
if (!Number.isInteger(count) || count < 100 || count > 100_000) {
  console.error("--deliveries must be a whole number from 100 to 100000.");
  process.exit(1);
}

interface Replay {
  id: string;
  status: string;
  total: number;
  counts: Record<string, number>;
}

async function main() {
  const product = await openProduct();
  const target = await startTargetServer(ANSWER_MS);
  const client = new Client({ connectionString: databaseUrlOf(product) });
  try {
    await client.connect();
    const call = await signIn(product);
    const webhook = { name: "Replay", webhookUrl: target.url };
    const scenarioId = await activateWebhook(call, webhook);
    await addFailed(client, { scenarioId, webhookUrl: target.url, count });
    const arrived = () => target.arrivals.length;

    const before = cpuMs(product);
    const began = performance.now();
    const { id } = await call<Replay>("POST", "/api/v1/replays", {
      filter: { status: "failed", scenarioId },
      perSecond: PER_SECOND,
    });
    await until("Half of the resends", TIMEOUT_MS, () => arrived() >= count / 2);
    // The engine's CPU time ends with its process: what it has used until now is taken along.
    const atKill = cpuMs(product);
    const killed = await killEngine(product);
    const half = await read(call, id);
    assert.equal(half.status, "running", "The replay is still running in its middle.");
    await until("The end of the replay", TIMEOUT_MS, async () => {
      return (await read(call, id)).status !== "running";
    });
    const seconds = (performance.now() - began) / 1000;
    const used = cpuMs(product);
    const cpu = cpuPer(count, before, { ...used, engine: atKill.engine + used.engine });

    const end = await read(call, id);
    assert.ok(done(end) > done(half), "Progress moved after the engine was killed.");
    assert.equal(end.status, "completed");
    assert.equal(end.total, count);
    assert.equal(end.counts.succeeded, count, "Each delivery was resent with success.");
    const repeated = checkArrivals(target.arrivals.map(({ deliveryId }) => deliveryId));
    const interrupted = await checkRows(client, id, scenarioId);

    const figures = {
      deliveries: count,
      seconds: round(seconds),
      resentPerSecond: round(count / seconds),
      doneAtKill: done(half),
      engineBackMs: killed.backMs,
      repeated,
      interrupted,
    };
    console.table(figures);
    console.table({ "CPU ms per resend": cpu });
    console.log(JSON.stringify({ ...figures, cpuMsPerResend: cpu }));
  } finally {
    await client.end();
    await target.stop();
    await product.stop();
  }
}

const read = (call: Call, id: string) => call<Replay>("GET", `/api/v1/replays/${id}`);

const done = ({ counts }: Replay) => (counts.succeeded ?? 0) + (counts.failed ?? 0);

/** Kills the engine, which the product that this bench started has started, as a crash would. */
async function killEngine({ dataDir }: BenchProduct): Promise<{ backMs: number }> {
  const pid = readRuntime(dataDir)?.pids.engine;
  assert.ok(pid, "The engine runs.");
  const began = performance.now();
  process.kill(pid, "SIGKILL");
  await until("The engine's restart", 60_000, () => {
    const now = readRuntime(dataDir)?.pids.engine;
    return now !== undefined && now !== pid;
  });
  return { backMs: Math.round(performance.now() - began) };
}

/** Each delivery arrived; returns how many came more than once, which were in flight at most. */
function checkArrivals(deliveryIds: readonly string[]): number {
  const times = new Map<string, number>();
  for (const id of deliveryIds) times.set(id, (times.get(id) ?? 0) + 1);
  assert.equal(times.size, count, "Each delivery arrived.");
  const repeated = [...times.values()].filter((each) => each > 1).length;
  assert.ok(repeated <= AT_ONCE, `${repeated} deliveries came twice, of ${AT_ONCE} in flight.`);
  return repeated;
}

/** One resend of each delivery is recorded; returns how many attempts were interrupted beside those. */
async function checkRows(client: Client, replayId: string, scenarioId: string): Promise<number> {
  const { rows } = await client.query<Record<string, number>>(
    `select count(*) filter (where step_key = $1)::int as resends,
       count(distinct delivery_id) filter (where step_key = $1)::int as resent,
       count(*) filter (where failure_kind = 'interrupted')::int as interrupted
     from attempts where trigger = 'manual'`,
    [`replay-${replayId}`],
  );
  const [row = {}] = rows;
  assert.equal(row.resends, count, "One resend of each delivery is recorded.");
  assert.equal(row.resent, count, "No delivery was resent twice.");
  const open = await client.query(
    "select count(*)::int as n from deliveries where scenario_id = $1 and status <> 'succeeded'",
    [scenarioId],
  );
  assert.equal(open.rows[0].n, 0, "All deliveries have arrived.");
  return row.interrupted ?? 0;
}

await main();
