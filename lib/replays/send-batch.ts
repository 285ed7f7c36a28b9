import "server-only";
import { type Db, db } from "@/lib/db";
import { resendMessage } from "@/lib/deliveries/resend-message";
import { enqueue, handOver } from "@/lib/events/outbox";
import type { ReplayModel as Replay } from "@/lib/generated/prisma/models/Replay";
import { endIfDone } from "@/lib/replays/end-if-done";
import { lockReplay } from "@/lib/replays/lock-replay";
import { dueAt } from "@/lib/replays/rate";
import { reasonToSkip } from "@/lib/replays/reason-to-skip";
import { stepKeyOf } from "@/lib/replays/step-key";
import { liveHosts } from "@/lib/targets/live-hosts";

/** A target has as many resends under way as are asked for in a second, and so many at least. */
const OPEN_PER_TARGET = 8;

/**
 * Asks for the resends of a replay that are due by its rate, in one transaction with what its items
 * then are. A repeated or doubled call takes the next ones, and only once they are due.
 * `taken` counts those whose turn it was, skipped ones too; `isOver` when nothing waits any more.
 */
export async function sendBatch({
  replayId,
  now = new Date(),
}: {
  replayId: string;
  now?: Date;
}): Promise<{ taken: number; isOver: boolean }> {
  const { messages, ...result } = await db().$transaction(async (tx) => {
    const replay = await lockReplay(tx, replayId);
    if (replay?.status !== "running") return { messages: [], taken: 0, isOver: true };
    const { due, paidUpTo } = dueAt(replay.perSecond, replay.lastBatchAt, now);
    const ids = due > 0 ? await nextItems(tx, replay, due) : [];
    const messages = await askFor(tx, replay, ids, now);
    await tx.replay.update({ where: { id: replayId }, data: { lastBatchAt: paidUpTo } });
    const waiting = await tx.replayItem.findFirst({
      where: { replayId, status: "waiting" },
      select: { deliveryId: true },
    });
    if (!waiting) await endIfDone(tx, replay);
    return { messages, taken: ids.length, isOver: !waiting };
  });
  handOver(messages);
  return result;
}

/**
 * The deliveries whose turn it is: of each target as many as it has room for, so that one that leaves
 * its resends unanswered neither holds up the others nor piles up what a cancellation can't call back.
 */
async function nextItems(tx: Db, { id, perSecond }: Replay, due: number): Promise<string[]> {
  const most = Math.max(perSecond, OPEN_PER_TARGET);
  const rows = await tx.$queryRaw<{ deliveryId: string }[]>`
    WITH open AS (
      SELECT target_host, count(*) AS n FROM replay_items
      WHERE replay_id = ${id} AND status = 'sending' GROUP BY target_host
    ), waiting AS (
      SELECT delivery_id, target_host,
        row_number() OVER (PARTITION BY target_host ORDER BY delivery_id) AS n
      FROM replay_items WHERE replay_id = ${id} AND status = 'waiting'
    )
    SELECT waiting.delivery_id AS "deliveryId" FROM waiting LEFT JOIN open USING (target_host)
    WHERE waiting.n <= ${most} - coalesce(open.n, 0)
    ORDER BY waiting.delivery_id LIMIT ${due}`;
  return rows.map(({ deliveryId }) => deliveryId);
}

async function askFor(tx: Db, replay: Replay, ids: readonly string[], now: Date) {
  const found = await tx.delivery.findMany({
    where: { id: { in: [...ids] } },
    select: {
      id: true,
      scenarioId: true,
      nodeId: true,
      targetHost: true,
      status: true,
      completedAt: true,
    },
  });
  const deliveries = new Map(found.map((delivery) => [delivery.id, delivery]));
  const standing = ids.map((id) => {
    const delivery = deliveries.get(id);
    return { id, delivery, reason: reasonToSkip(delivery, replay) };
  });
  for (const reason of new Set(standing.flatMap((each) => each.reason ?? []))) {
    const skipped = standing.filter((each) => each.reason === reason);
    await mark(tx, replay.id, skipped, { status: "skipped", reason, changedAt: now });
  }
  const due = standing.filter(({ reason }) => reason === null);
  await mark(tx, replay.id, due, { status: "sending", changedAt: now });
  const stepKey = stepKeyOf(replay.id);
  const wanted = due.flatMap(({ delivery }) => delivery ?? []);
  const hostNow = await liveHosts(tx, wanted);
  return enqueue(
    tx,
    wanted.map((delivery) => {
      const targetHost = hostNow(delivery) ?? delivery.targetHost;
      return resendMessage({ delivery: { id: delivery.id, targetHost }, stepKey });
    }),
  );
}

async function mark(
  tx: Db,
  replayId: string,
  items: readonly { id: string }[],
  data: { status: string; reason?: string; changedAt: Date },
): Promise<void> {
  if (items.length === 0) return;
  await tx.replayItem.updateMany({
    where: { replayId, deliveryId: { in: items.map(({ id }) => id) } },
    data,
  });
}
