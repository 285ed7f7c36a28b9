import "server-only";
import { ensureAdminFromEnv } from "@/lib/auth/ensure-admin";
import { askAgain } from "@/lib/deliveries/ask-again";
import { sweepOutbox } from "@/lib/events/outbox";
import { log } from "@/lib/log";
import { settleReplays } from "@/lib/replays/settle-replays";
import { startLeftOverRuns } from "@/lib/runs/start-left-over-runs";
import { rollUp } from "@/lib/stats/roll-up";

const SWEEP_EVERY_MS = 2_000;
const LEFT_OVER_EVERY_MS = 60_000;

/** Starts what the web server does by itself: creating the configured owner, and sweeping. */
export function startBackground(): void {
  ensureAdminFromEnv().catch((error: unknown) =>
    log.error({ err: error }, "the owner could not be created"),
  );
  repeat("sweeping the outbox", SWEEP_EVERY_MS, async () => {
    // A full batch suggests that more is waiting.
    while ((await sweepOutbox()) >= 100);
  });
  repeat("starting left-over runs", LEFT_OVER_EVERY_MS, startLeftOverRuns);
  repeat("asking for forgotten deliveries", LEFT_OVER_EVERY_MS, () => askAgain());
  repeat("settling replays", LEFT_OVER_EVERY_MS, () => settleReplays());
  rollUpOnce().catch((error: unknown) => log.warn({ err: error }, "the first roll-up failed"));
}

/** After an upgrade the engine's turn may be minutes away, and until then each overview counts all. */
async function rollUpOnce(): Promise<void> {
  while (!(await rollUp()).done);
}

/** Does work now and again, a while after it has ended, whatever became of it. */
function repeat(what: string, everyMs: number, work: () => Promise<unknown>): void {
  const turn = async () => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, `${what} failed; it is repeated`);
    }
    setTimeout(turn, everyMs).unref();
  };
  void turn();
}
