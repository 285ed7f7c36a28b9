import "server-only";
import { endIfDone } from "@/lib/replays/end-if-done";
import { replayOfStep } from "@/lib/replays/step-key";
import type { Sql } from "@/lib/sql";

interface Step {
  deliveryId: string;
  stepKey: string;
}

/**
 * Tells a replay how the resend of one of its deliveries has ended, in the transaction that records
 * the attempt's end. Does nothing for an attempt that no replay has asked for.
 * @param failure what it failed of, in words; null for a success
 */
export async function endReplayItem(
  tx: Sql,
  { failure, ...step }: Step & { failure: string | null },
): Promise<void> {
  const status = failure === null ? "succeeded" : "failed";
  await endItem(tx, step, { status, reason: failure });
}

/** Tells a replay that a resend it has asked for is not made, and why, in words. */
export async function skipReplayItem(
  tx: Sql,
  { reason, ...step }: Step & { reason: string },
): Promise<void> {
  await endItem(tx, step, { status: "skipped", reason });
}

async function endItem(
  tx: Sql,
  { deliveryId, stepKey }: Step,
  end: { status: string; reason: string | null },
): Promise<void> {
  const replayId = replayOfStep(stepKey);
  if (!replayId) return;
  // The replay before its items, as all do who change them (lock-replay.ts).
  const [replay] = await tx.$queryRaw<{ id: string; status: string }[]>`
    SELECT id, status FROM replays WHERE id = ${replayId} FOR UPDATE`;
  const ended = await tx.$executeRaw`
    UPDATE replay_items SET status = ${end.status}, reason = ${end.reason},
      changed_at = clock_timestamp()
    WHERE replay_id = ${replayId} AND delivery_id = ${deliveryId} AND status = 'sending'`;
  if (replay && ended > 0) await endIfDone(tx, replay);
}
