import "server-only";
import { getPreferences } from "@/lib/instance/preferences";
import type { Sql } from "@/lib/sql";

/**
 * Which of these nodes have a paused target, so that a run holds its deliveries. Their rows stay
 * locked for the transaction: a resume waits for it, and then sees what it held.
 */
export async function pausedNodes(
  tx: Sql,
  { scenarioId, nodeIds }: { scenarioId: string; nodeIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ nodeId: string }[]>`
    SELECT node_id AS "nodeId" FROM target_health
    WHERE scenario_id = ${scenarioId} AND node_id = ANY(${[...nodeIds]}::text[])
      AND paused_at IS NOT NULL
    ORDER BY node_id FOR SHARE`;
  if (rows.length === 0) return new Set();
  const { failingTargets } = await getPreferences(tx);
  return new Set(failingTargets.pauses ? rows.map(({ nodeId }) => nodeId) : []);
}
