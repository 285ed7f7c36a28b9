import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { ulid } from "ulid";
import { saveCheckpoint } from "./checkpoint";
import type { EngineConfig } from "./config";
import { msToNextMinute, runCron } from "./cron";
import { type StoredEvent, storeEvents } from "./ingest";
import { Caller } from "./protocol/caller";
import { apiToken } from "./protocol/sign";
import { Registration } from "./registration";
import { Registry } from "./registry";
import { deleteExpired } from "./retention";
import { createHttpServer } from "./server";
import { applySchema, openPool } from "./store/db";
import { Notifier } from "./store/notifier";
import { HEARTBEAT_MS, heartbeat, leave, takeOverFromDead } from "./store/queue";
import type { Log } from "./types";
import { Worker } from "./worker";

const STOP_GRACE_MS = 5_000;
const RETENTION_MS = 10 * 60_000;
const SWEEP_EVERY_BEATS = 3;
/** No heartbeat for so long means the database is gone, and others may have taken our work. */
const STALE_MS = 8_000;

/** A running engine. */
export interface Engine {
  /** Address for `INNGEST_BASE_URL`. */
  url: string;
  /** Asks the app for its functions again. */
  refresh: () => void;
  /** Looks at the cron triggers as if it were `now`. */
  tick: (now: Date) => Promise<number>;
  /** Orderly end: running calls get a few seconds, the rest is given back. */
  stop: () => Promise<void>;
}

/** Starts an engine: tables, HTTP address, registration, work. Resolves when it takes events. */
export async function startEngine(config: EngineConfig, log: Log): Promise<Engine> {
  const owner = ulid();
  const pool = openPool(config.databaseUrl, log);
  try {
    await applySchema(pool);
    await heartbeat(pool, owner);
    await takeOverFromDead(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }

  const caller = new Caller(config);
  const registry = new Registry();
  const notifier = new Notifier(config.databaseUrl, pool, owner, log, () => worker.wake());
  const registration = new Registration({
    pool,
    caller,
    registry,
    log,
    onReady: () => worker.wake(),
  });
  const onMore = () => {
    worker.wake();
    notifier.announce();
  };
  const worker: Worker = new Worker({
    pool,
    registry,
    log,
    owner,
    caller,
    onMore,
    backoffBaseMs: config.backoffBaseMs,
    concurrency: config.concurrency,
    mayCall: () => registration.reachable,
    onAbsent: () => registration.lost(),
  });

  let lastBeatAt = Date.now();
  const accept = async (events: StoredEvent[]) => {
    const started = await storeEvents(pool, registry, events);
    if (started > 0) onMore();
    // A name nobody listens to may belong to functions deployed a moment ago.
    const unheard = (event: StoredEvent) =>
      registry.match(event.name, event.data).waiting === "unknown";
    if (registration.reachable && events.some(unheard)) registration.refresh();
  };
  const health = () => ({
    status: Date.now() - lastBeatAt < STALE_MS ? "ok" : "degraded",
    functions: registry.all().length,
    registered: registration.registered,
    reachable: registration.reachable,
    refused: registry
      .all()
      .flatMap((fn) => (fn.refused ? [{ id: fn.id, reason: fn.refused }] : [])),
    instance: owner,
    busy: worker.busy,
  });
  const server = createHttpServer({
    eventKey: config.eventKey,
    apiToken: apiToken(config.signingKey),
    log,
    accept,
    checkpoint: (steps) => saveCheckpoint(pool, steps),
    health,
  });

  const tick = async (now: Date) => {
    // Functions of an earlier deployment must not be what decides over this minute.
    if (!registration.registered) return 0;
    const started = await runCron(pool, registry, now);
    if (started > 0) onMore();
    return started;
  };

  let beats = 0;
  const timers = [
    every(HEARTBEAT_MS, log, "heartbeat", async () => {
      await heartbeat(pool, owner);
      lastBeatAt = Date.now();
      const freed = await takeOverFromDead(pool);
      if (freed > 0) {
        log.warn({ items: freed }, "took over the work of a dead engine");
        worker.wake();
      }
      if (++beats % SWEEP_EVERY_BEATS === 0) await worker.sweep();
    }),
    every(RETENTION_MS, log, "retention", async () => {
      const deleted = await deleteExpired(pool);
      if (deleted.runs + deleted.events > 0) log.info(deleted, "deleted what had expired");
    }),
    every(
      () => msToNextMinute(new Date()),
      log,
      "cron",
      () => tick(new Date()),
    ),
  ];

  const shutDown = async () => {
    for (const timer of timers.slice(1)) timer.stop();
    await registration.stop();
    await worker.stop(STOP_GRACE_MS);
    // Last, since a step that is still running may be sending an event.
    server.close();
    server.closeAllConnections();
    await caller.close();
    timers[0]?.stop();
    await notifier.stop();
    await leave(pool, owner).catch((error: Error) =>
      log.warn({ reason: error.message }, "could not give back the leases; they expire in 8 s"),
    );
    await pool.end();
    log.info("engine stopped");
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= shutDown();
    return stopped;
  };

  await registration.start();
  server.listen(config.port, config.host);
  await once(server, "listening");
  await notifier.start();
  worker.start();
  const { port } = server.address() as AddressInfo;
  const url = `http://${config.host}:${port}`;
  log.debug({ url, instance: owner }, "engine listening");

  return {
    url,
    stop,
    refresh: () => registration.refresh(),
    tick,
  };
}

/** Repeats work after a pause, never two at once; a fault is logged and the next turn comes. */
function every(
  pause: number | (() => number),
  log: Log,
  what: string,
  work: () => Promise<unknown>,
): { stop: () => void } {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(
      async () => {
        await work().catch((error: Error) =>
          log.warn({ reason: error.message }, `${what} did not succeed`),
        );
        schedule();
      },
      typeof pause === "function" ? pause() : pause,
    );
  };
  schedule();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
