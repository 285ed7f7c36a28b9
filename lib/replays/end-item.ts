import "server-only";
import type { Db } from "@/lib/db";
import { endIfDone } from "@/lib/replays/end-if-done";
import { lockReplay } from "@/lib/replays/lock-replay";
import { replayOfStep } from "@/lib/replays/step-key";

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
  tx: Db,
  { failure, ...step }: Step & { failure: string | null },
): Promise<void> {
  const status = failure === null ? "succeeded" : "failed";
  await endItem(tx, step, { status, reason: failure });
}

/** Tells a replay that a resend it has asked for is not made, and why, in words. */
export async function skipReplayItem(
  tx: Db,
  { reason, ...step }: Step & { reason: string },
): Promise<void> {
  await endItem(tx, step, { status: "skipped", reason });
}

async function endItem(
  tx: Db,
  { deliveryId, stepKey }: Step,
  end: { status: string; reason: string | null },
): Promise<void> {
  const replayId = replayOfStep(stepKey);
  if (!replayId) return;
  const replay = await lockReplay(tx, replayId);
  const ended = await tx.replayItem.updateMany({
    where: { replayId, deliveryId, status: "sending" },
    data: { ...end, changedAt: new Date() },
  });
  if (replay && ended.count > 0) await endIfDone(tx, replay);
}
