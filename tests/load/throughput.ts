/**
 * `npm run bench [-- --seconds N] [--memory-minutes N] [--rows N]`: how many orders a second become
 * delivered webhooks, how soon, and at what cost, next to a bare loop on the same machine and database;
 * how that changes with 10 and 100 scenarios, and with rows of history; whether memory stays flat at half
 * rate. Prints a table, then one line of JSON.
 */
import { parseArgs } from "node:util";
import { Client } from "pg";
import { bareLoop } from "./bare-loop";
import { seedHistory } from "./history-rows";
import {
  activateWebhook,
  type BenchProduct,
  type Call,
  cpuMs,
  databaseUrlOf,
  openProduct,
  percentile,
  residentMb,
  round,
  signIn,
  until,
} from "./product";
import { startReceiver } from "./receiver";

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    "memory-minutes": { type: "string", default: "1" },
    rows: { type: "string", default: "0" },
  },
});
const seconds = Number(values.seconds);
const memoryMinutes = Number(values["memory-minutes"]);
const rows = Number(values.rows);
if (![seconds, memoryMinutes].every((value) => value > 0) || !Number.isInteger(rows) || rows < 0) {
  console.error("--seconds and --memory-minutes must be above 0, --rows a whole number.");
  process.exit(1);
}

/** How many scenarios an order starts, besides one. */
const SCENARIOS = [10, 100];
const FULL = Number.POSITIVE_INFINITY;
const MEMORY_EVERY_MS = 5_000;

/** Orders that may be under way at full rate: enough to keep every part busy. */
const BACKLOG = 64;
const CLIENTS = 8;
const DRAIN_MS = 60_000;

const anOrder = () => ({
  email: "zoe@example.com",
  customerInfo: { firstName: "Zoë", lastName: "O'Neill", phone: "+15550100" },
  items: [
    { name: "Evaluation account 50k", sku: "EVAL-50K", price: 299, quantity: 1 },
    { name: "Trading journal, hardcover", sku: "JRNL-HC", price: 24.95, quantity: 2 },
  ],
});

interface Load {
  perSecond: number;
  latencyMs: { p50: number; p95: number; p99: number };
  cpuMsPerDelivery: { web: number; engine: number; postgres: number };
  transactionsPerDelivery: number;
}

async function main() {
  const product = await openProduct();
  const receiver = await startReceiver();
  try {
    const call = await signIn(product);
    const order = () => call("POST", "/api/v1/orders", anOrder());
    const bench = { product, call, receiver, order };
    const first = await activate(bench, 1);
    await offer(bench, { perSecond: 5, seconds: 5, perOrder: 1 });

    const bareLoopPerSecond = await bareLoop({
      databaseUrl: databaseUrlOf(product),
      receiverUrl: receiver.url,
      payload: (id) => JSON.stringify({ timestamp: Date.now(), id, data: anOrder() }),
      seconds: Math.min(10, seconds),
    });
    await receiver.take();
    const alone = await offer(bench, { perSecond: 1, seconds, perOrder: 1 });
    const full = await offer(bench, { perSecond: FULL, seconds, perOrder: 1 });
    const memory = watchMemory(product);
    const halfSeconds = Math.max(seconds, memoryMinutes * 60);
    const half = await offer(bench, {
      perSecond: full.perSecond / 2,
      seconds: halfSeconds,
      perOrder: 1,
    });
    const rssMb = memory.stop();
    const table: Record<string, Load> = {
      "1 order/s": alone,
      "full rate": full,
      "half rate": half,
    };
    await deactivate(bench, first);
    for (const count of SCENARIOS) {
      const ids = await activate(bench, count);
      const load = { perSecond: FULL, seconds: seconds / 2, perOrder: count };
      table[`${count} scenarios`] = await offer(bench, load);
      await deactivate(bench, ids);
    }
    if (rows > 0) {
      await addHistory(product, rows);
      await activate(bench, 1);
      table[`${rows} rows`] = await offer(bench, { perSecond: FULL, seconds, perOrder: 1 });
    }
    console.table(
      Object.fromEntries(
        Object.entries(table).map(([name, { latencyMs, cpuMsPerDelivery, ...rest }]) => [
          name,
          { ...rest, ...latencyMs, ...cpuMsPerDelivery },
        ]),
      ),
    );
    console.log(
      JSON.stringify({
        bareLoopPerSecond: round(bareLoopPerSecond),
        productPerSecond: full.perSecond,
        ratio: Math.round((full.perSecond / bareLoopPerSecond) * 1000) / 1000,
        latencyMs: alone.latencyMs,
        latencyAtHalfRateMs: half.latencyMs,
        latencyAtFullRateMs: full.latencyMs,
        perSecond: Object.fromEntries(
          Object.entries(table).map(([name, { perSecond }]) => [name, perSecond]),
        ),
        cpuSecondsPerDelivery:
          Object.values(full.cpuMsPerDelivery).reduce((sum, each) => sum + each, 0) / 1000,
        cpuMsPerDelivery: full.cpuMsPerDelivery,
        transactionsPerDelivery: full.transactionsPerDelivery,
        rssMb,
      }),
    );
  } finally {
    receiver.stop();
    await product.stop();
  }
}

/** Scenarios that each send one webhook of an order. Returns their ids. */
async function activate({ call, receiver }: Bench, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 1; n <= count; n++) {
    ids.push(await activateWebhook(call, { name: `Bench ${n}`, webhookUrl: receiver.url }));
  }
  return ids;
}

async function deactivate({ call }: Bench, ids: readonly string[]): Promise<void> {
  for (const id of ids) await call("POST", `/api/v1/scenarios/${id}/deactivate`, {});
}

async function addHistory(product: BenchProduct, deliveries: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrlOf(product) });
  await client.connect();
  try {
    await seedHistory(client, deliveries, { onProgress: () => {} });
    await client.query("analyze");
  } finally {
    await client.end();
  }
}

/** Megabytes of the web server and the engine, in time. */
function watchMemory(product: BenchProduct) {
  const readings: { web: number; engine: number }[] = [];
  const timer = setInterval(() => readings.push(residentMb(product)), MEMORY_EVERY_MS);
  const mean = (of: "web" | "engine", from: number, to: number) => {
    const some = readings.slice(
      Math.floor(from * readings.length),
      Math.ceil(to * readings.length),
    );
    return round(some.reduce((sum, each) => sum + each[of], 0) / Math.max(1, some.length));
  };
  return {
    /** At the end, and how much the last quarter's mean is above that of the quarter before, in percent. */
    stop() {
      clearInterval(timer);
      const of = (part: "web" | "engine") => {
        const [before, after] = [mean(part, 0.5, 0.75), mean(part, 0.75, 1)];
        return {
          end: round(readings.at(-1)?.[part] ?? 0),
          growthPercent: before ? round((after / before - 1) * 100) : 0,
        };
      };
      return { web: of("web"), engine: of("engine") };
    },
  };
}

interface Bench {
  product: BenchProduct;
  call: Call;
  receiver: Receiver;
  order: () => Promise<unknown>;
}

/** Places orders at a rate, or as fast as they are delivered, and waits until all have arrived. */
async function offer(
  { product, receiver, order }: Bench,
  wanted: { perSecond: number; seconds: number; perOrder: number },
): Promise<Load> {
  const before = { cpu: cpuMs(product), transactions: await transactions(product) };
  const first = (await receiver.take()).total;
  const began = Date.now();
  const ends = began + wanted.seconds * 1000;
  let placed = 0;
  let arrived = 0;
  let arrivedInTime = 0;
  const latencies: number[] = [];
  const look = async () => {
    const { total, latenciesMs } = await receiver.take();
    latencies.push(...latenciesMs);
    arrived = total - first;
    if (Date.now() <= ends) arrivedInTime = arrived;
  };
  const looking = setInterval(() => void look(), 100);
  const dueAt = (n: number) => began + (n / wanted.perSecond) * 1000;
  const client = async () => {
    while (Date.now() < ends) {
      const mayGo = Number.isFinite(wanted.perSecond)
        ? Date.now() >= dueAt(placed)
        : placed * wanted.perOrder - arrived < BACKLOG;
      if (!mayGo) {
        await new Promise((resolve) => setTimeout(resolve, 2));
        continue;
      }
      placed++;
      await order();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await until("the last webhook", DRAIN_MS, () => arrived >= placed * wanted.perOrder);
  clearInterval(looking);
  // What follows the arrival, as the run's end, is part of the cost.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = { cpu: cpuMs(product), transactions: await transactions(product) };
  const per = (of: "web" | "engine" | "postgres") =>
    round((after.cpu[of] - before.cpu[of]) / arrived);
  return {
    perSecond: round(arrivedInTime / wanted.seconds),
    latencyMs: {
      p50: percentile(latencies, 50),
      p95: percentile(latencies, 95),
      p99: percentile(latencies, 99),
    },
    cpuMsPerDelivery: { web: per("web"), engine: per("engine"), postgres: per("postgres") },
    transactionsPerDelivery: round((after.transactions - before.transactions) / arrived),
  };
}

async function transactions(product: BenchProduct): Promise<number> {
  const client = new Client({ connectionString: databaseUrlOf(product) });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: string }>(
      "select xact_commit + xact_rollback as n from pg_stat_database where datname = current_database()",
    );
    return Number(rows[0]?.n);
  } finally {
    await client.end();
  }
}

await main();
