import { cronMatches } from "./cron-times";
import { storedEvent, storeEvents } from "./ingest";
import { matchOf, type Registry, TIMER_EVENT } from "./registry";
import { inTransaction, type Pool } from "./store/db";

const MINUTE_MS = 60_000;
/** Ticks missed by a restart are made up for; those of a longer outage are not. */
const CATCH_UP_MINUTES = 10;

/**
 * Starts the cron runs of every minute since the last one looked at, up to `now`. The row lock
 * makes engines take turns, and the event id, one per function and minute, makes a repeat harmless.
 * @returns how many runs started
 */
export async function runCron(pool: Pool, registry: Registry, now: Date): Promise<number> {
  const minute = Math.floor(now.getTime() / MINUTE_MS);
  return inTransaction(pool, async (tx) => {
    // On the very first look there is nothing to make up for.
    await tx.query(
      "insert into engine.cron_clock (id, minute) values (1, $1) on conflict (id) do nothing",
      [minute - 1],
    );
    const clock = await tx.query<{ minute: string }>(
      "select minute from engine.cron_clock where id = 1 for update",
    );
    const last = Number(clock.rows[0]?.minute);
    let started = 0;
    for (let at = Math.max(last + 1, minute - CATCH_UP_MINUTES); at <= minute; at++) {
      started += await startTick(tx, registry, new Date(at * MINUTE_MS));
    }
    await tx.query("update engine.cron_clock set minute = greatest(minute, $1)", [minute]);
    return started;
  });
}

async function startTick(tx: Parameters<typeof storeEvents>[0], registry: Registry, at: Date) {
  let started = 0;
  for (const fn of registry.all()) {
    if (fn.refused) continue;
    for (const { cron, times } of fn.crons) {
      if (!cronMatches(times, at)) continue;
      const id = `cron:${fn.id}:${cron}:${at.toISOString()}`;
      const event = { id, name: TIMER_EVENT, data: { cron }, ts: at.getTime() };
      started += await storeEvents(tx, registry, [storedEvent(id, event)], [matchOf(fn, {})]);
    }
  }
  return started;
}

/** Milliseconds from `now` to shortly after the next full minute. */
export function msToNextMinute(now: Date): number {
  return MINUTE_MS - (now.getTime() % MINUTE_MS) + 20;
}
