import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import { systemActor } from "@/lib/auth/actor";
import type { DeliveryModel } from "@/lib/generated/prisma/models/Delivery";
import { getPreferences } from "@/lib/instance/preferences";
import { log } from "@/lib/log";
import { type About, tell, tellArrivals } from "@/lib/notifications/tell";
import type { Sql } from "@/lib/sql";
import { clearTargets } from "@/lib/targets/clear-targets";
import { decide } from "@/lib/targets/decide";

type Delivery = About & Pick<DeliveryModel, "status" | "completedAt" | "isTest">;

interface Ended {
  /** As it is now. */
  delivery: Delivery;
  /** Whether the attempt that ended it arrived. */
  arrived: boolean;
  /** False for a delivery that had ended before and was sent again. */
  isFirstEnd: boolean;
}

/**
 * Counts how deliveries ended for their targets, in the transaction that ends them. What arrives, even
 * by a resend, shows that the target is well; a delivery counts as one failure, however often it is sent
 * again in vain. Tests do not count.
 * @param ended in the order in which they did
 */
export async function deliveriesEnded(tx: Sql, ended: readonly Ended[]): Promise<void> {
  const counts = ended.filter(({ delivery }) => !delivery.isTest);
  const failing = new Set(counts.filter(({ arrived }) => !arrived).map(keyOf));
  await targetsReached(
    tx,
    counts.filter((one) => !failing.has(keyOf(one))),
  );
  // One after the other for a target that was seen failing: what came last decides.
  for (const one of counts.filter((one) => failing.has(keyOf(one)))) {
    const { delivery, arrived, isFirstEnd } = one;
    if (arrived) await targetsReached(tx, [one]);
    else if (isFirstEnd && delivery.status === "failed") await countFailure(tx, delivery);
  }
}

const targetOf = ({ scenarioId, nodeId }: Delivery) => ({ scenarioId, nodeId });
const keyOf = ({ delivery }: Ended) => JSON.stringify([delivery.scenarioId, delivery.nodeId]);

async function targetsReached(tx: Sql, arrived: readonly Ended[]): Promise<void> {
  // Of several deliveries to a target the last one is what is told of.
  const byTarget = new Map(arrived.map((one) => [keyOf(one), one.delivery]));
  const deliveries = [...byTarget.values()];
  if (deliveries.length === 0) return;
  await Promise.all([
    clearTargets(tx, deliveries.map(targetOf), "a delivery arrived"),
    tellArrivals(tx, deliveries),
  ]);
}

interface Counted {
  failures: number;
  failingSince: Date;
  warnedAt: Date | null;
  pausedAt: Date | null;
}

async function countFailure(tx: Sql, delivery: Delivery): Promise<void> {
  const target = targetOf(delivery);
  const now = delivery.completedAt ?? new Date();
  const counted = await addFailure(tx, delivery, now.toISOString());
  const { failures, failingSince, warnedAt, pausedAt } = counted;
  await tell(tx, { kind: "delivery.failed", about: delivery, at: now });
  const { failingTargets } = await getPreferences(tx);
  const step = decide(
    { failures, failingSince, isWarned: warnedAt !== null, isPaused: pausedAt !== null },
    failingTargets,
    now,
  );
  if (!step) return;
  await tx.$executeRaw`
    UPDATE target_health SET warned_at = coalesce(warned_at, ${now.toISOString()}::timestamptz),
      paused_at = CASE WHEN ${step === "pause"}::boolean THEN ${now.toISOString()}::timestamptz
        ELSE paused_at END
    WHERE scenario_id = ${target.scenarioId} AND node_id = ${target.nodeId}`;
  const kind = step === "pause" ? "target.paused" : "target.failing";
  await tell(tx, { kind, about: delivery, at: now });
  const facts = { ...target, nodeName: delivery.nodeName, host: delivery.targetHost };
  if (step === "pause") {
    await writeAudit(tx, {
      actor: systemActor,
      action: "target.paused",
      targetType: "scenario",
      targetId: target.scenarioId,
      detail: { nodeId: target.nodeId, nodeName: facts.nodeName, host: facts.host, failures },
    });
  }
  log.warn(
    { ...facts, failures, since: failingSince.toISOString() },
    step === "pause" ? "target paused" : "target failing",
  );
}

/** One statement that adds one: of deliveries that end at once, each is counted. */
async function addFailure(tx: Sql, delivery: Delivery, now: string): Promise<Counted> {
  const { scenarioId, nodeId, nodeName, targetHost } = delivery;
  const [row] = await tx.$queryRaw<Counted[]>`
    INSERT INTO target_health AS health (scenario_id, node_id, node_name, target_host,
      consecutive_failures, failing_since, updated_at)
    VALUES (${scenarioId}, ${nodeId}, ${nodeName}, ${targetHost}, 1, ${now}::timestamptz, now())
    ON CONFLICT (scenario_id, node_id) DO UPDATE SET
      node_name = excluded.node_name,
      target_host = excluded.target_host,
      consecutive_failures = health.consecutive_failures + 1,
      failing_since = least(health.failing_since, excluded.failing_since),
      updated_at = now()
    RETURNING consecutive_failures AS failures, failing_since AS "failingSince",
      warned_at AS "warnedAt", paused_at AS "pausedAt"`;
  if (!row) throw new Error("An insertion returned nothing.");
  return row;
}
