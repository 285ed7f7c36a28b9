import "server-only";
import { log } from "@/lib/log";
import { advanceRun } from "@/lib/runs/advance-run";

interface Due {
  runId: string;
  /** The message in the outbox that asks the engine for the same. */
  messageId: string;
}

/**
 * Walks runs here and now that a commit of this process has made due, and takes back the messages
 * that ask the engine for it: a way over the engine and back is saved. Never throws, since what is
 * due is safe: a message that is left is handed over by the sweeper, whatever became of this process.
 */
export async function goOn(due: readonly Due[]): Promise<void> {
  const walk = (one: Due) =>
    advanceRun(one).catch((error: unknown) =>
      log.warn(
        { err: error, runId: one.runId },
        "a run could not go on here; the engine is asked for it",
      ),
    );
  await Promise.all(due.map(walk));
}
