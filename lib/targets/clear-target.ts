import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import { systemActor } from "@/lib/auth/actor";
import { log } from "@/lib/log";
import type { Sql } from "@/lib/sql";
import { requestRelease, type Target } from "@/lib/targets/release-held";

/**
 * Takes a target for healthy: its failures are forgotten, and when it was paused its held deliveries
 * are asked to be sent. One statement that changes nothing where nothing is wrong. Runs that come to
 * the node at that moment hold on to the row, so that none of them holds a delivery that is then left.
 * @param why for the logs
 */
export async function clearTarget(tx: Sql, target: Target, why: string): Promise<void> {
  const { scenarioId, nodeId } = target;
  const [row] = await tx.$queryRaw<{ failures: number; pausedAt: Date | null }[]>`
    DELETE FROM target_health WHERE scenario_id = ${scenarioId} AND node_id = ${nodeId}
    RETURNING consecutive_failures AS failures, paused_at AS "pausedAt"`;
  if (!row?.pausedAt) return;
  await requestRelease(tx, target);
  await writeAudit(tx, {
    actor: systemActor,
    action: "target.resumed",
    targetType: "scenario",
    targetId: scenarioId,
    detail: { nodeId, why },
  });
  log.info({ ...target, why }, "target resumed");
}
