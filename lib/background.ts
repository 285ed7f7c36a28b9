import "server-only";
import { ensureAdminFromEnv } from "@/lib/auth/ensure-admin";
import { sweepOutbox } from "@/lib/events/outbox";
import { log } from "@/lib/log";

const SWEEP_EVERY_MS = 2_000;

/** Starts what the web server does by itself: creating the configured owner, sweeping the outbox. */
export function startBackground(): void {
  ensureAdminFromEnv().catch((error: unknown) =>
    log.error({ err: error }, "the owner could not be created"),
  );
  const sweep = async () => {
    try {
      // A full batch suggests that more is waiting.
      while ((await sweepOutbox()) >= 100);
    } catch (error) {
      log.warn({ err: error }, "sweeping the outbox failed; it is repeated");
    }
    setTimeout(sweep, SWEEP_EVERY_MS).unref();
  };
  void sweep();
}
