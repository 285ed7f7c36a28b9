import "server-only";
import { getPreferences } from "@/lib/instance/preferences";
import type { Sql } from "@/lib/sql";
import type { Target } from "@/lib/targets/release-held";

const keyOf = ({ scenarioId, nodeId }: Target) => JSON.stringify([scenarioId, nodeId]);

/**
 * Which of these targets are paused, so that runs hold their deliveries. Their rows stay locked for the
 * transaction: a resume waits for it, and then sees what it held.
 */
export async function pausedTargets(
  tx: Sql,
  targets: readonly Target[],
): Promise<(target: Target) => boolean> {
  const paused = await tx.$queryRaw<Target[]>`
    SELECT scenario_id AS "scenarioId", node_id AS "nodeId" FROM target_health
    WHERE (scenario_id, node_id) IN (
      SELECT * FROM unnest(${targets.map(({ scenarioId }) => scenarioId)}::text[],
        ${targets.map(({ nodeId }) => nodeId)}::text[]))
      AND paused_at IS NOT NULL
    ORDER BY scenario_id, node_id FOR SHARE`;
  if (paused.length === 0) return () => false;
  const { failingTargets } = await getPreferences(tx);
  const keys = new Set(failingTargets.pauses ? paused.map(keyOf) : []);
  return (target) => keys.has(keyOf(target));
}
