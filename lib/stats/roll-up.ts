import "server-only";
import type { Db } from "@/lib/db";
import { recount } from "@/lib/stats/count-statements";
import { findStale } from "@/lib/stats/find-stale";
import { withStatsLock } from "@/lib/stats/lock-stats";
import { type Span, spansOf } from "@/lib/stats/quarters";
import { firstUncounted, rolledUntil, rolledUpTo, setRolledUntil } from "@/lib/stats/rolled-until";

/** A history from before the first roll-up is counted a day at a time. */
const CHUNK_MS = 86_400_000;

/**
 * Counts what was created since the last roll-up, and again what has changed since, off the way of
 * orders and deliveries. Safe to repeat, and to be killed at any point: it counts anew, it never
 * adds. Returns whether it has come up to now; call it again until it has.
 */
export function rollUp(): Promise<{ done: boolean }> {
  return withStatsLock(async (tx) => {
    const now = await clock(tx);
    const rolled = await rolledUntil(tx);
    const end = firstUncounted(now);
    const begin = rolled ? firstUncounted(rolled) : ((await oldestQuarter(tx)) ?? end);
    const until = new Date(Math.min(begin.getTime() + CHUNK_MS, end.getTime()));
    const done = until >= end;
    const stale = rolled && done ? spansOf(await findStale(tx, rolled)) : [];
    const fresh: Span[] = begin < until ? [{ since: begin, until }] : [];
    for (const statement of recount([...stale, ...fresh])) await tx.$executeRaw(statement);
    await setRolledUntil(tx, done ? now : rolledUpTo(until));
    return { done };
  });
}

/** The database's time, after the lock: what is read from now on is as of this moment or later. */
async function clock(tx: Db): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error("The database did not tell the time.");
  return row.now;
}

async function oldestQuarter(tx: Db): Promise<Date | null> {
  const first = { orderBy: { id: "asc" }, select: { createdAt: true } } as const;
  const found = [
    await tx.order.findFirst(first),
    await tx.run.findFirst(first),
    await tx.delivery.findFirst(first),
  ];
  const times = found.flatMap((row) => (row ? [row.createdAt.getTime()] : []));
  // The first by its id is the first by its time but for a difference of clocks.
  return times.length > 0 ? firstUncounted(new Date(Math.min(...times))) : null;
}
