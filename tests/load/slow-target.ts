/**
 * `npm run bench:slow-target [-- --rate HIGHEST] [--seconds N] [--exactly]`: how much a target that never
 * answers slows a healthy one down. The healthy target's latency, from the order being sent in to the
 * webhook's arrival, is measured alone, beside a second healthy target, and beside one that hangs for
 * its whole timeout; all at the same rate of orders. Prints a table, then one line of JSON.
 */
import { parseArgs } from "node:util";
import {
  activateWebhook,
  type BenchProduct,
  type Call,
  cpuMs,
  cpuPer,
  openProduct,
  percentile,
  placeOrder,
  round,
  signIn,
  until,
} from "./product";
import { startTargetServer } from "./target-server";

/** What the issue asks for, and what is tried where the machine does not get through so many. */
const RATES = [50, 35, 25, 20, 15, 10, 7, 5];
/** How long a rate is tried for. */
const TRY_SECONDS = 8;
/** Sustained: the last order's webhook arrives so soon after it. */
const SUSTAINED_MS = 500;
const HANGING_TIMEOUT_SECONDS = 10;
const DRAIN_MS = 180_000;
const ANSWER_MS = 5;

const { values } = parseArgs({
  options: {
    rate: { type: "string" },
    seconds: { type: "string", default: "30" },
    // At the rate that is given, whether two healthy targets would sustain it or not.
    exactly: { type: "boolean", default: false },
  },
});
const seconds = Number(values.seconds);
const highest = Number(values.rate ?? RATES[0]);
const rates = [highest, ...RATES.filter((rate) => rate < highest)];
if (![seconds, ...rates].every((value) => Number.isInteger(value) && value >= 1)) {
  console.error("--rate and --seconds must be whole numbers from 1 on.");
  process.exit(1);
}

type Server = Awaited<ReturnType<typeof startTargetServer>>;

interface Measured {
  ordersPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  /** From the last order to the last arrival. */
  behindMs: number;
  cpuMsPerOrder: ReturnType<typeof cpuPer>;
}

async function main() {
  const product = await openProduct();
  const servers: Server[] = [];
  const serve = async (answerAfterMs: number | null) => {
    const server = await startTargetServer(answerAfterMs);
    servers.push(server);
    return server;
  };
  try {
    const call = await signIn(product);
    const healthy = await serve(ANSWER_MS);
    await activateWebhook(call, { name: "Healthy", webhookUrl: healthy.url });
    await measure(product, call, healthy, { rate: 5, seconds: 10 });

    // The rate is the highest that is sustained with two healthy targets: beyond it, the machine is
    // what is slow, whatever the targets do.
    const second = await serve(ANSWER_MS);
    const pair = { name: "Second", webhookUrl: second.url };
    const secondId = await activateWebhook(call, pair);
    const rate = values.exactly ? highest : await sustained(product, call, healthy);
    const besideHealthy = await measure(product, call, healthy, { rate, seconds });
    await call("POST", `/api/v1/scenarios/${secondId}/deactivate`, {});
    const alone = await measure(product, call, healthy, { rate, seconds });
    const hanging = await serve(null);
    await activateWebhook(call, {
      name: "Hanging",
      webhookUrl: hanging.url,
      config: { timeout: HANGING_TIMEOUT_SECONDS, retryAttempts: 0 },
    });
    const besideHanging = await measure(product, call, healthy, { rate, seconds });

    console.table({ alone, besideHealthy, besideHanging }, [
      ...["ordersPerSecond", "p50Ms", "p95Ms", "behindMs"],
    ]);
    console.table({ alone: alone.cpuMsPerOrder, besideHanging: besideHanging.cpuMsPerOrder });
    if (rate < highest) {
      console.log(`This machine sustains ${rate} orders a second; measured at that rate.`);
    }
    console.log(
      JSON.stringify({
        ordersPerSecond: rate,
        aloneP95Ms: alone.p95Ms,
        besideP95Ms: besideHanging.p95Ms,
        ratio: round(besideHanging.p95Ms / alone.p95Ms),
        besideHealthyP95Ms: besideHealthy.p95Ms,
        hangingReached: hanging.arrivals.length,
        cpuMsPerOrder: alone.cpuMsPerOrder,
      }),
    );
  } finally {
    for (const server of servers) await server.stop();
    await product.stop();
  }
}

/** The highest rate at which the webhooks keep up with the orders. */
async function sustained(product: BenchProduct, call: Call, healthy: Server): Promise<number> {
  for (const rate of rates) {
    const load = { rate, seconds: TRY_SECONDS };
    const { p95Ms, behindMs } = await measure(product, call, healthy, load);
    console.log(`${rate} orders/s: p95 ${p95Ms} ms, ${behindMs} ms behind.`);
    if (behindMs <= SUSTAINED_MS && p95Ms <= 2 * SUSTAINED_MS) return rate;
  }
  throw new Error(`Not even ${rates.at(-1)} orders a second are sustained.`);
}

/** Sends orders in at a rate, whether or not the ones before are through, and waits for the webhooks. */
async function measure(
  product: BenchProduct,
  call: Call,
  { arrivals }: Server,
  load: { rate: number; seconds: number },
): Promise<Measured> {
  const before = cpuMs(product);
  const sentAt = new Map<string, number>();
  const open: Promise<void>[] = [];
  const first = arrivals.length;
  const count = load.rate * load.seconds;
  const began = performance.now();
  const send = async () => {
    const at = performance.now();
    sentAt.set(await placeOrder(call), at);
  };
  for (let turn = 0; turn < count; turn++) {
    const due = began + (turn * 1000) / load.rate;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    open.push(send());
  }
  const lastSentAt = performance.now();
  await Promise.all(open);
  await until("All webhooks arriving", DRAIN_MS, () => arrivals.length - first >= count);
  const behindMs = Math.round((arrivals.at(-1)?.at ?? 0) - lastSentAt);
  const latencies = arrivals.slice(first).flatMap(({ orderNumber, at }) => {
    const sent = sentAt.get(orderNumber);
    return sent === undefined ? [] : [at - sent];
  });
  // What follows an arrival belongs to the order: its recording, and the run's end.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return {
    ordersPerSecond: load.rate,
    p50Ms: round(percentile(latencies, 50)),
    p95Ms: round(percentile(latencies, 95)),
    behindMs: Math.max(0, behindMs),
    cpuMsPerOrder: cpuPer(count, before, cpuMs(product)),
  };
}

await main();
