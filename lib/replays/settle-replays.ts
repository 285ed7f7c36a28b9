import "server-only";
import { type Db, db } from "@/lib/db";
import { resendMessage } from "@/lib/deliveries/resend-message";
import { enqueue, handOver } from "@/lib/events/outbox";
import { endIfDone } from "@/lib/replays/end-if-done";
import { lockReplay } from "@/lib/replays/lock-replay";
import { reasons } from "@/lib/replays/reasons";
import { stepKeyOf } from "@/lib/replays/step-key";
import { liveHosts } from "@/lib/targets/live-hosts";

const MINUTE_MS = 60_000;
/** How long after it was asked for an item is looked at, is asked for again, and is given up. */
const AFTER_MS = MINUTE_MS;
const AGAIN_AFTER_MS = 10 * MINUTE_MS;
const LOST_AFTER_MS = 24 * 60 * MINUTE_MS;
const BATCH = 500;

/**
 * Ends items that nobody told of their end: their delivery was removed while it was being sent, or
 * all its attempts were ended at once because the engine gave it up. One that no attempt was ever made
 * of is asked for again once an hour, and has failed after a day. Returns how many have ended.
 */
export async function settleReplays({ now = new Date() }: { now?: Date } = {}): Promise<number> {
  const open = await db().replay.findMany({ where: { completedAt: null }, select: { id: true } });
  let settled = 0;
  for (const { id } of open) settled += await settle(id, now);
  return settled;
}

/** Batch by batch by their key: those that are rightly open hold up no others. */
async function settle(replayId: string, now: Date): Promise<number> {
  let settled = 0;
  for (let after: string | undefined = ""; after !== undefined; ) {
    const items: { deliveryId: string; changedAt: Date }[] = await db().replayItem.findMany({
      where: {
        replayId,
        status: "sending",
        changedAt: { lt: new Date(now.getTime() - AFTER_MS) },
        deliveryId: { gt: after },
      },
      select: { deliveryId: true, changedAt: true },
      orderBy: { deliveryId: "asc" },
      take: BATCH,
    });
    if (items.length > 0) settled += await settleBatch(replayId, items, now);
    after = items.length === BATCH ? items.at(-1)?.deliveryId : undefined;
  }
  return settled;
}

async function settleBatch(
  replayId: string,
  items: readonly { deliveryId: string; changedAt: Date }[],
  now: Date,
): Promise<number> {
  const idsBefore = (ageMs: number) =>
    items.flatMap(({ deliveryId, changedAt }) =>
      changedAt.getTime() < now.getTime() - ageMs ? deliveryId : [],
    );
  const { settled, messages } = await db().$transaction(async (tx) => {
    const replay = await lockReplay(tx, replayId);
    if (!replay) return { settled: 0, messages: [] };
    const settled =
      (await endByAttempts(tx, replayId, idsBefore(AFTER_MS))) +
      (await skipGone(tx, replayId, idsBefore(AFTER_MS))) +
      (await endLost(tx, replayId, idsBefore(LOST_AFTER_MS)));
    const messages = await askAgain(tx, replayId, idsBefore(AGAIN_AFTER_MS), now);
    if (settled > 0) await endIfDone(tx, replay);
    return { settled, messages };
  });
  handOver(messages);
  return settled;
}

function endByAttempts(tx: Db, replayId: string, deliveryIds: string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE replay_items AS item SET reason = attempt.failure_message, changed_at = now(),
      status = CASE WHEN attempt.failure_message IS NULL THEN 'succeeded' ELSE 'failed' END
    FROM attempts AS attempt
    WHERE item.replay_id = ${replayId} AND item.status = 'sending'
      AND item.delivery_id = ANY(${deliveryIds}::text[])
      AND attempt.delivery_id = item.delivery_id AND attempt.step_key = ${stepKeyOf(replayId)}
      AND attempt.completed_at IS NOT NULL`;
}

function skipGone(tx: Db, replayId: string, deliveryIds: string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE replay_items AS item SET status = 'skipped', reason = ${reasons.gone}, changed_at = now()
    WHERE replay_id = ${replayId} AND status = 'sending'
      AND delivery_id = ANY(${deliveryIds}::text[])
      AND NOT EXISTS (SELECT FROM deliveries WHERE id = item.delivery_id)`;
}

/** A message that comes later still makes no attempt: its item is not open any more. */
function endLost(tx: Db, replayId: string, deliveryIds: string[]): Promise<number> {
  return tx.$executeRaw`
    UPDATE replay_items AS item SET status = 'failed', reason = ${reasons.lost}, changed_at = now()
    WHERE replay_id = ${replayId} AND status = 'sending'
      AND delivery_id = ANY(${deliveryIds}::text[])
      AND NOT EXISTS (SELECT FROM attempts WHERE attempts.delivery_id = item.delivery_id
        AND step_key = ${stepKeyOf(replayId)})`;
}

/** Under the same step, of which one attempt is made, and an id that the engine does not know yet. */
async function askAgain(tx: Db, replayId: string, ids: string[], now: Date): Promise<string[]> {
  const stepKey = stepKeyOf(replayId);
  const lost = await tx.delivery.findMany({
    where: { id: { in: ids }, attempts: { none: { stepKey } } },
    select: { id: true, scenarioId: true, nodeId: true, targetHost: true },
  });
  const open = await tx.replayItem.findMany({
    where: { replayId, status: "sending", deliveryId: { in: lost.map(({ id }) => id) } },
    select: { deliveryId: true },
  });
  const isOpen = new Set(open.map(({ deliveryId }) => deliveryId));
  const hostNow = await liveHosts(tx, lost);
  return enqueue(
    tx,
    lost
      .filter(({ id }) => isOpen.has(id))
      .map((delivery) => {
        const targetHost = hostNow(delivery) ?? delivery.targetHost;
        const again = `again-${now.toISOString().slice(0, 13)}`;
        return resendMessage({ delivery: { id: delivery.id, targetHost }, stepKey, again });
      }),
  );
}
