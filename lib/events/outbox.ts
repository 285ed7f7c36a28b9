import "server-only";
import { inngest } from "@/inngest/client";
import { type Db, db } from "@/lib/db";
import { log } from "@/lib/log";

export type OutboxInput = { id: string; name: string; data: Record<string, string> };

/** How long after its commit a message belongs to the process that wrote it; then the sweeper takes it. */
const GRACE_MS = 5_000;
const RETRY_MS = 5_000;
const BATCH = 100;

/**
 * Writes messages for the engine in the transaction that makes them due. The id is the event's id at
 * the engine: the same message handed over twice has the effect of once.
 * @param delayMs how long the sweeper leaves them alone, for what this process does itself
 */
export async function enqueue(
  tx: Db,
  messages: readonly OutboxInput[],
  { delayMs = GRACE_MS }: { delayMs?: number } = {},
): Promise<string[]> {
  if (messages.length === 0) return [];
  await tx.outboxMessage.createMany({
    data: messages.map(({ id, name, data }) => ({
      id,
      name,
      data: JSON.stringify(data),
      nextAt: new Date(Date.now() + delayMs),
    })),
    skipDuplicates: true,
  });
  return messages.map((message) => message.id);
}

/** Takes messages back whose work was done otherwise. */
export async function withdraw(ids: readonly string[]): Promise<void> {
  await db().outboxMessage.deleteMany({ where: { id: { in: [...ids] } } });
}

const pending = new Set<Promise<void>>();

/**
 * Hands messages to the engine right after their commit, without making the caller wait or fail:
 * what an outage leaves behind is handed over by the sweeper.
 */
export function handOver(ids: readonly string[]): void {
  if (ids.length === 0) return;
  const work = deliverMessages({ id: { in: [...ids] } }).then(
    () => undefined,
    (error: unknown) => log.warn({ err: error }, "hand-over failed; the sweeper will repeat it"),
  );
  pending.add(work);
  void work.finally(() => pending.delete(work));
}

/** Waits for hand-overs under way; for scripts, before they exit. */
export async function settleHandOvers(): Promise<void> {
  await Promise.all(pending);
}

/**
 * Hands over what a crash or an outage left behind. Safe with several instances: each claims its own
 * rows by moving their time, and a message sent twice counts once. Returns how many were handed over.
 */
export async function sweepOutbox(): Promise<number> {
  const claimed = await db().$queryRaw<{ id: string }[]>`
    UPDATE outbox_messages SET attempts = attempts + 1,
      next_at = now() + make_interval(secs => ${RETRY_MS / 1000}::int)
    WHERE id IN (
      SELECT id FROM outbox_messages WHERE next_at <= now()
      ORDER BY next_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  if (claimed.length === 0) return 0;
  return deliverMessages({ id: { in: claimed.map((row) => row.id) } });
}

async function deliverMessages(where: { id: { in: string[] } }): Promise<number> {
  const messages = await db().outboxMessage.findMany({ where });
  if (messages.length === 0) return 0;
  await inngest.send(
    messages.map(({ id, name, data }) => ({
      id,
      name,
      data: JSON.parse(data) as Record<string, string>,
    })),
  );
  const ids = messages.map((message) => message.id);
  await db().$transaction([
    db().event.updateMany({
      where: { id: { in: ids }, handedOverAt: null },
      data: { handedOverAt: new Date() },
    }),
    db().outboxMessage.deleteMany({ where: { id: { in: ids } } }),
  ]);
  return ids.length;
}
