import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import { systemActor } from "@/lib/auth/actor";
import { log } from "@/lib/log";
import type { Sql } from "@/lib/sql";
import { requestRelease, type Target } from "@/lib/targets/release-held";

/**
 * Takes targets for healthy: their failures are forgotten, and of those that were paused the held
 * deliveries are asked to be sent. One statement that changes nothing where nothing is wrong. Runs that
 * come to a node at that moment hold on to the row, so that none of them holds a delivery that is then
 * left.
 * @param why for the logs
 */
export async function clearTargets(
  tx: Sql,
  targets: readonly Target[],
  why: string,
): Promise<void> {
  // Held in one order, so that those who clear several can't wait for one another.
  const cleared = await tx.$queryRaw<(Target & { pausedAt: Date | null })[]>`
    DELETE FROM target_health WHERE (scenario_id, node_id) IN (
      SELECT scenario_id, node_id FROM target_health
      WHERE (scenario_id, node_id) IN (
        SELECT * FROM unnest(${targets.map(({ scenarioId }) => scenarioId)}::text[],
          ${targets.map(({ nodeId }) => nodeId)}::text[]))
      ORDER BY scenario_id, node_id FOR UPDATE)
    RETURNING scenario_id AS "scenarioId", node_id AS "nodeId", paused_at AS "pausedAt"`;
  for (const { pausedAt, ...target } of cleared) if (pausedAt) await resumed(tx, target, why);
}

async function resumed(tx: Sql, target: Target, why: string): Promise<void> {
  const { scenarioId, nodeId } = target;
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
