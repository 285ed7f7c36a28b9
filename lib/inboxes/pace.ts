import "server-only";

/** How many messages an inbox takes in within a window: more than replays and rehearsals send. */
export const MESSAGES_PER_WINDOW = 3000;
export const WINDOW_MS = 10_000;
/** How many slow answers may wait at once in this process; each holds a connection. */
const WAITING_MAX = 200;

const windows = new Map<string, { until: number; count: number }>();
let waiting = 0;

/** Counts a message of an inbox; false when it has had as many as it takes in for now. */
export function mayReceive(inboxId: string, now: number): boolean {
  const current = windows.get(inboxId);
  if (!current || current.until <= now) {
    for (const [id, { until }] of windows) if (until <= now) windows.delete(id);
    windows.set(inboxId, { until: now + WINDOW_MS, count: 1 });
    return true;
  }
  current.count += 1;
  return current.count <= MESSAGES_PER_WINDOW;
}

/** Runs a wait, or nothing when too many are waiting already. */
export async function waitInLine(wait: () => Promise<unknown>): Promise<void> {
  if (waiting >= WAITING_MAX) return;
  waiting += 1;
  try {
    await wait();
  } finally {
    waiting -= 1;
  }
}
