import "server-only";
import { type Db, db } from "@/lib/db";
import { STATS_LOCK } from "@/lib/stats/rolled-until";

const TIMEOUT_MS = 120_000;

/** A transaction in which nobody else writes the figures. They are written in the background alone. */
export function withStatsLock<T>(work: (tx: Db) => Promise<T>): Promise<T> {
  return db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${STATS_LOCK})`;
      return work(tx);
    },
    { timeout: TIMEOUT_MS, maxWait: TIMEOUT_MS },
  );
}
