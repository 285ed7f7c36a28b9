import "server-only";
import type { Db } from "@/lib/db";
import { log } from "@/lib/log";

/** How long a sending process vouches for its attempt before it has to renew, in milliseconds. */
export const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/** Renews an attempt's lease until the returned function is called; a killed process stops renewing. */
export function keepLease(db: Db, attemptId: string): () => void {
  const timer = setInterval(() => {
    db.attempt
      .updateMany({
        where: { id: attemptId, completedAt: null },
        data: { leaseUntil: new Date(Date.now() + LEASE_MS) },
      })
      .catch((error: unknown) =>
        log.warn({ err: error, attemptId }, "an attempt's lease could not be renewed"),
      );
  }, RENEW_MS);
  timer.unref();
  return () => clearInterval(timer);
}
