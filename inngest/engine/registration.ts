import { startRuns } from "./ingest";
import type { Caller } from "./protocol/caller";
import { parseFunction, type RegisteredFunction, type Registry } from "./registry";
import { inTransaction, type Pool, statement } from "./store/db";
import type { Log } from "./types";

const REFRESH_MS = 30_000;
const MAX_RETRY_MS = 2_000;
const MIN_GAP_MS = 1_000;
const BATCH = 500;

const storedConfigs = statement<{ config: string }>(
  "stored-configs",
  "select config from engine.function where active order by id",
);
const saveFunction = statement(
  "save-function",
  `insert into engine.function (id, config, max_attempts, limit1, limit2) values ($1, $2, $3, $4, $5)
   on conflict (id) do update set config = excluded.config, max_attempts = excluded.max_attempts,
     limit1 = excluded.limit1, limit2 = excluded.limit2, active = true`,
);
const retireOthers = statement(
  "retire-functions",
  "update engine.function set active = false where active and id <> all($1::text[])",
);
// An unheard event is only given to functions that appear within minutes: a deployment in progress,
// not a feature added next week.
const waitingEvents = statement<{ id: string; name: string; body: string }>(
  "waiting-events",
  `select id, name, body from engine.event
   where (waiting = 'registration' or (waiting = 'refused' and $1)
     or (waiting = 'unknown' and received_at > now() - interval '2 minutes')) and id > $2
   order by id limit ${BATCH}`,
);
const stopWaiting = statement(
  "stop-waiting",
  `update engine.event e set waiting = w.waiting
   from unnest($1::text[], $2::text[]) as w (id, waiting)
   where e.id = w.id and e.waiting is distinct from w.waiting`,
);

interface Options {
  pool: Pool;
  caller: Caller;
  registry: Registry;
  log: Log;
  /** Called when the app answers after it did not, and when events found their functions. */
  onReady: () => void;
}

/**
 * Keeps the functions of the app known. The engine asks for them, since it is configured with the
 * app's address anyway: at start until the app answers, after every outage, and now and then.
 */
export class Registration {
  /** Whether the app answered the last time; calls wait while it does not. */
  reachable = false;
  /** Whether the app has told its functions to this process at least once. */
  registered = false;
  private timer?: NodeJS.Timeout;
  private dueAt = 0;
  private failures = 0;
  private lastSyncAt = 0;
  private running?: Promise<void>;
  private stopped = false;
  private lastReason = "";

  constructor(private readonly options: Options) {}

  /** Starts from the functions another engine or an earlier start left, then asks the app. */
  async start(): Promise<void> {
    const rows = await storedConfigs(this.options.pool);
    const functions = rows.map((row) => parseFunction(JSON.parse(row.config)));
    this.options.registry.replace(functions);
    this.schedule(0);
  }

  /** A call found nobody listening: no more calls until the app answers again. */
  lost(): void {
    if (!this.reachable) return;
    this.reachable = false;
    this.failures = 0;
    this.options.log.warn("the app is not reachable; work waits for it");
    this.schedule(250);
  }

  /** Asks again soon, at most once a second. */
  refresh(): void {
    this.schedule(Math.max(0, this.lastSyncAt + MIN_GAP_MS - Date.now()));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** Sets the next sync, unless one is due earlier. */
  private schedule(ms: number): void {
    const dueAt = Date.now() + ms;
    if (this.stopped || (this.timer && this.dueAt <= dueAt)) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      // One sync at a time; a request for another during it is served after it.
      this.running = (this.running ?? Promise.resolve()).then(() => this.syncOnce());
    }, ms);
  }

  private async syncOnce(): Promise<void> {
    if (this.stopped) return;
    this.lastSyncAt = Date.now();
    try {
      const functions = (await this.options.caller.sync()).map(parseFunction);
      await this.accept(functions);
      this.failures = 0;
      this.schedule(REFRESH_MS);
    } catch (error) {
      this.failed(error as Error & { code?: string });
    }
  }

  private failed(error: Error & { code?: string }): void {
    if (this.stopped) return;
    const reason = error.code ?? error.message;
    // Once per reason: an app that takes a minute to start would fill a page otherwise.
    if (reason !== this.lastReason) this.options.log.warn({ reason }, "registration failed");
    this.lastReason = reason;
    this.reachable = false;
    this.schedule(Math.min(250 * 2 ** Math.min(this.failures++, 5), MAX_RETRY_MS));
  }

  private async accept(functions: RegisteredFunction[]): Promise<void> {
    const { pool, registry, log, onReady } = this.options;
    // Whether this differs from what the database had matters less than from what this process had.
    const first = !this.registered;
    const changed = registry.replace(functions);
    if (changed || first) {
      await saveFunctions(pool, functions);
      const refused = functions.filter((fn) => fn.refused);
      for (const fn of refused) log.error({ functionId: fn.id }, `function refused: ${fn.refused}`);
      log.debug({ functions: functions.length, refused: refused.length }, "functions registered");
    }
    const started = await this.matchWaiting(changed || first);
    if (started > 0) log.info({ runs: started }, "waiting events found their functions");
    const back = !this.reachable;
    this.reachable = true;
    this.registered = true;
    this.lastReason = "";
    if (back || started > 0) onReady();
  }

  /** Gives stored events to functions that were not there, or not accepted, when they came. */
  private async matchWaiting(includeRefused: boolean): Promise<number> {
    const { pool, registry } = this.options;
    let started = 0;
    let after = "";
    for (;;) {
      const rows = await waitingEvents(pool, [includeRefused, after]);
      const last = rows.at(-1);
      if (!last) return started;
      after = last.id;
      const found = rows.map((row) => ({
        eventId: row.id,
        ...registry.match(row.name, JSON.parse(row.body).data),
      }));
      started += await inTransaction(pool, async (tx) => {
        const runs = await startRuns(tx, found);
        await stopWaiting(tx, [found.map((f) => f.eventId), found.map((f) => f.waiting)]);
        return runs;
      });
    }
  }
}

async function saveFunctions(pool: Pool, functions: RegisteredFunction[]): Promise<void> {
  await inTransaction(pool, async (tx) => {
    // In one order, so that two engines saving at once can't deadlock.
    for (const fn of [...functions].sort((a, b) => a.id.localeCompare(b.id))) {
      const [limit1 = null, limit2 = null] = fn.limits.map((limit) => limit.limit);
      await saveFunction(tx, [fn.id, fn.config, fn.maxAttempts, limit1, limit2]);
    }
    await retireOthers(tx, [functions.map((fn) => fn.id)]);
  });
}
