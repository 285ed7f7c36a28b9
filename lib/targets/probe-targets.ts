import "server-only";
import { engineEvents } from "@/inngest/client";
import { type Db, db } from "@/lib/db";
import { enqueue, handOver } from "@/lib/events/outbox";
import type { TargetHealthModel as TargetHealth } from "@/lib/generated/prisma/models/TargetHealth";
import { getPreferences } from "@/lib/instance/preferences";
import { clearTargets } from "@/lib/targets/clear-targets";
import { isProbeDue } from "@/lib/targets/decide";
import { liveHost } from "@/lib/targets/live-host";
import { heldBack, requestNextTurn, type Target } from "@/lib/targets/release-held";

/** Targets that are looked at together. */
const BATCH = 500;

/**
 * Tries each paused target that is due with the oldest delivery that is held for it: when it arrives,
 * the target is resumed; when it does not, it is held on as before. Where pausing was turned off since,
 * all are resumed. Safe to repeat at the same time; it also sends what a resume has left behind.
 */
export async function probeTargets({ now }: { now: Date }): Promise<{ probed: number }> {
  await forgetDeleted();
  const { failingTargets } = await getPreferences();
  const messages: string[] = [];
  let after: Target | undefined;
  do {
    const paused = await pausedAfter(after);
    for (const health of paused) {
      const target = { scenarioId: health.scenarioId, nodeId: health.nodeId };
      if (!failingTargets.pauses)
        await db().$transaction((tx) => clearTargets(tx, [target], "pausing was turned off"));
      else if (isDue(health, now))
        messages.push(...(await db().$transaction((tx) => probe(tx, health, now))));
    }
    after = paused.length === BATCH ? paused.at(-1) : undefined;
  } while (after);
  handOver(messages);
  await releaseLeftOver();
  return { probed: messages.length };
}

/** The next ones by their key: all have their turn, however many hold nothing that could be tried. */
function pausedAfter(after: Target | undefined): Promise<TargetHealth[]> {
  return db().targetHealth.findMany({
    where: {
      pausedAt: { not: null },
      ...(after && {
        OR: [
          { scenarioId: { gt: after.scenarioId } },
          { scenarioId: after.scenarioId, nodeId: { gt: after.nodeId } },
        ],
      }),
    },
    orderBy: [{ scenarioId: "asc" }, { nodeId: "asc" }],
    take: BATCH,
  });
}

const isDue = ({ pausedAt, lastProbeAt }: TargetHealth, now: Date) =>
  pausedAt !== null && isProbeDue({ pausedAt, lastProbeAt }, now);

async function probe(tx: Db, health: TargetHealth, now: Date): Promise<string[]> {
  const { scenarioId, nodeId, pausedAt, lastProbeAt } = health;
  const held = await tx.delivery.findFirst({
    where: { scenarioId, nodeId, ...heldBack, status: "pending" },
    orderBy: { id: "asc" },
    select: { id: true, targetHost: true },
  });
  if (!held) return [];
  // Two that look at once: the one that moves the time on makes the probe.
  const taken = await tx.targetHealth.updateMany({
    where: { scenarioId, nodeId, pausedAt, lastProbeAt },
    data: { lastProbeAt: now },
  });
  if (taken.count === 0) return [];
  const at = now.getTime();
  const targetHost = (await liveHost(tx, { scenarioId, nodeId })) ?? held.targetHost;
  return enqueue(tx, [
    {
      id: `${held.id}:probe-${at}`,
      name: engineEvents.deliveryProbeRequested,
      data: { deliveryId: held.id, stepKey: `probe-${at}`, targetHost },
    },
  ]);
}

/** Targets of deleted scenarios: their deliveries were cancelled with them. */
async function forgetDeleted(): Promise<void> {
  await db().targetHealth.deleteMany({ where: { scenario: { deletedAt: { not: null } } } });
}

/**
 * Deliveries that are held although their target is not paused: the engine gave up on their release,
 * or it is going on, which this then does not make faster.
 */
async function releaseLeftOver(): Promise<void> {
  const targets = await db().$queryRaw<Target[]>`
    SELECT DISTINCT scenario_id AS "scenarioId", node_id AS "nodeId" FROM deliveries AS held
    WHERE held_at IS NOT NULL AND released_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM target_health AS health WHERE health.scenario_id = held.scenario_id
        AND health.node_id = held.node_id AND paused_at IS NOT NULL)
    LIMIT ${BATCH}`;
  for (const target of targets) await requestNextTurn(db(), target);
}
