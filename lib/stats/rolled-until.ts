import type { Db } from "@/lib/db";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { quarterOf } from "@/lib/stats/quarters";

/** The advisory lock of those who write figures; any number of our own. */
export const STATS_LOCK = 7_305_202;

export const ROLLED_UNTIL = "stats.rolledUntil";

/**
 * A moment with a promise: the stored figures of every quarter before `firstUncounted` of it were
 * right at that moment, or later. Null before the first roll-up.
 */
export async function rolledUntil(tx: Db): Promise<Date | null> {
  const row = await tx.setting.findUnique({ where: { key: ROLLED_UNTIL } });
  return row ? new Date(row.value) : null;
}

export async function setRolledUntil(tx: Db, until: Date): Promise<void> {
  const value = until.toISOString();
  await tx.setting.upsert({
    where: { key: ROLLED_UNTIL },
    create: { key: ROLLED_UNTIL, value },
    update: { value },
  });
}

/** The first quarter in which something may still be created after the moment, clocks being what they are. */
export const firstUncounted = (rolled: Date): Date =>
  quarterOf(new Date(rolled.getTime() - CLOCK_SLACK_MS));

/** The moment of which a quarter is the first that is not counted. */
export const rolledUpTo = (quarter: Date): Date => new Date(quarter.getTime() + CLOCK_SLACK_MS);
