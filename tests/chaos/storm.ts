/** Kills at random moments under load, by a seed. */
import { pause } from "../integration/support/eventually";
import type { Part } from "./support/instance";
import { oneOf, seeded } from "./support/random";
import type { World } from "./support/world";

const PARTS: readonly [Part, ...Part[]] = ["web", "engine", "postgres"];
/** Orders that wait for their answer at once: a shop does not open connections without end. */
const OPEN_MAX = 30;

export interface StormOptions {
  kills: number;
  seed: number;
  ordersPerSecond: number;
  /** Between two kills: from and to, in milliseconds. */
  pauseMs: readonly [number, number];
}

export interface StormFigures {
  seed: number;
  seconds: number;
  killedWeb: number;
  killedEngine: number;
  killedPostgres: number;
  orders: number;
  deliveries: number;
  requests: number;
  /** Requests beyond what the receiver's own answers asked for. */
  repeated: number;
  interruptedAttempts: number;
  notSucceeded: number;
  /** From an order's commit to its first webhook, in milliseconds. */
  p50Ms: number;
  p95Ms: number;
  maxMs: number;
  /** From the last kill until all work had ended. */
  settleSeconds: number;
  violations: string[];
}

/** Sends orders in while parts are killed, waits until all has settled, and checks what must hold. */
export async function storm(world: World, options: StormOptions): Promise<StormFigures> {
  const { instances, shop, receiver } = world;
  const random = seeded(options.seed);
  // Fast, slow enough to be met by kills, and one that fails at first for every second delivery.
  receiver.rule("/slow", () => ({ status: 200, afterMs: 400 }));
  receiver.rule("/flaky", ({ body }, nth) => ({
    status: nth === 1 && body.length % 2 === 0 ? 503 : 200,
  }));
  const urls = ["/fast", "/slow", "/flaky"].map((path) => receiver.url(path));
  const scenario = await shop.live(...urls.map((webhookUrl) => ({ webhookUrl, timeout: 5 })));
  const began = performance.now();
  const load = startLoad(world, options.ordersPerSecond);
  try {
    const [from, to] = options.pauseMs;
    // What is down already can't be killed: another draw.
    while (world.kills().length < options.kills) {
      await pause(from + random() * (to - from));
      const instance = instances[Math.floor(random() * instances.length)];
      instance?.kill(oneOf(random, PARTS));
    }
  } finally {
    await load.stop();
  }
  const lastKillAt = performance.now();
  const violations = await world.settle([scenario], 240_000);
  const ended = performance.now();
  return {
    seed: options.seed,
    seconds: Math.round((ended - began) / 1_000),
    ...killsByPart(world),
    ...(await count(world)),
    settleSeconds: Math.round((ended - lastKillAt) / 1_000),
    violations,
  };
}

function killsByPart(world: World) {
  const of = (part: Part) => world.kills().filter((kill) => kill.part === part).length;
  return {
    killedWeb: of("web"),
    killedEngine: of("engine"),
    killedPostgres: of("postgres"),
  };
}

/** Orders at a steady rate, whether or not the ones before were answered; until it is stopped. */
function startLoad({ shop, instances }: World, perSecond: number) {
  let turn = 0;
  const open = new Set<Promise<unknown>>();
  let fault: unknown;
  const timer = setInterval(() => {
    if (open.size >= OPEN_MAX) return;
    const sent: Promise<unknown> = shop
      .order(instances[turn++ % instances.length])
      .catch((error: unknown) => {
        fault ??= error;
      })
      .finally(() => open.delete(sent));
    open.add(sent);
  }, 1_000 / perSecond);
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      if (fault) throw fault;
    },
  };
}

async function count({ rows, receiver }: World) {
  const [figures] = await rows<{
    orders: number;
    deliveries: number;
    interrupted: number;
    refused: number;
    open: number;
  }>(`select (select count(*)::int from orders) as orders,
      count(*)::int as deliveries,
      count(*) filter (where status <> 'succeeded')::int as open,
      (select count(*)::int from attempts where failure_kind = 'interrupted') as interrupted,
      (select count(*)::int from attempts where failure_kind = 'server_error') as refused
    from deliveries`);
  if (!figures) throw new Error("There are no figures.");
  const ordered = await rows<{ id: string; at: string }>(
    `select deliveries.id, extract(epoch from orders.created_at) * 1000 as at
     from deliveries join orders on orders.id = order_id`,
  );
  const firstAt = new Map<string, number>();
  for (const { id, at } of receiver.arrivals) if (!firstAt.has(id)) firstAt.set(id, at);
  const latencies = ordered
    .flatMap(({ id, at }) => {
      const first = firstAt.get(id);
      return first === undefined ? [] : [first - Number(at)];
    })
    .sort((a, b) => a - b);
  const percentile = (percent: number) =>
    Math.round(latencies[Math.ceil((percent / 100) * latencies.length) - 1] ?? 0);
  return {
    orders: figures.orders,
    deliveries: figures.deliveries,
    requests: receiver.arrivals.length,
    repeated: receiver.arrivals.length - figures.deliveries - figures.refused,
    interruptedAttempts: figures.interrupted,
    notSucceeded: figures.open,
    p50Ms: percentile(50),
    p95Ms: percentile(95),
    maxMs: percentile(100),
  };
}
