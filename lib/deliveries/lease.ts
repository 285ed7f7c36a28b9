import "server-only";
import type { Db } from "@/lib/db";
import { log } from "@/lib/log";

/** How long a sending process vouches for its attempt before it has to renew, in milliseconds. */
export const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/**
 * A lease is by the database's clock, which those who look at it share: their own may differ by more
 * than a lease is long.
 */
function renewLease(db: Db, attemptId: string): Promise<number> {
  return db.$executeRaw`
    UPDATE attempts SET lease_until = now() + make_interval(secs => ${LEASE_MS / 1000}::int)
    WHERE id = ${attemptId} AND completed_at IS NULL`;
}

/** Renews an attempt's lease until the returned function is called; a killed process stops renewing. */
export function keepLease(db: Db, attemptId: string): () => void {
  const timer = setInterval(() => {
    renewLease(db, attemptId).catch((error: unknown) =>
      log.warn({ err: error, attemptId }, "an attempt's lease could not be renewed"),
    );
  }, RENEW_MS);
  timer.unref();
  return () => clearInterval(timer);
}
