import "server-only";
import { log } from "@/lib/log";
import { advanceRun } from "@/lib/runs/advance-run";

/** Runs that are walked side by side: each takes a connection of the database. */
const AT_ONCE = 4;

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
  const waiting = [...due];
  const walk = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        await advanceRun(next);
      } catch (error) {
        const { runId } = next;
        log.warn({ err: error, runId }, "a run could not go on here; the engine is asked for it");
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, due.length) }, walk));
}
