import "server-only";
import type { NodeState } from "@/lib/runs/plan";
import type { Sql } from "@/lib/sql";

interface Step {
  runId: string;
  nodeId: string;
  state: NodeState;
  mended: boolean;
}

/** Where a run stands. */
export interface Standing {
  /** How far each of its nodes is. */
  states: Map<string, NodeState>;
  /** Whether a step that had ended otherwise has succeeded since: a resend can mend it. */
  mended: boolean;
}

/**
 * Steps of locked runs whose delivery has ended since take over its outcome. Returns where each run
 * stands that has steps, by its id.
 */
export async function settleDeliveredSteps(
  tx: Sql,
  runIds: readonly string[],
): Promise<Map<string, Standing>> {
  const ids = [...runIds];
  const steps = await tx.$queryRaw<Step[]>`
    WITH ended AS (
      SELECT step.id, step.status AS before, delivery.id AS delivery_id, delivery.status,
        delivery.completed_at, delivery.last_failure_message, delivery.last_status_code,
        delivery.attempt_count
      FROM run_steps step
      JOIN deliveries delivery ON delivery.run_id = step.run_id AND delivery.node_id = step.node_id
      WHERE step.run_id = ANY(${ids}::text[]) AND delivery.run_id = ANY(${ids}::text[])
        AND step.status <> delivery.status
        AND delivery.status IN ('succeeded', 'failed', 'cancelled')
    ), settled AS (
      UPDATE run_steps SET status = ended.status,
        completed_at = coalesce(ended.completed_at, clock_timestamp()),
        reason = CASE WHEN ended.status = 'failed' THEN ended.last_failure_message END,
        output = json_build_object('deliveryId', delivery_id, 'status', ended.status,
          'statusCode', last_status_code, 'attempts', attempt_count)::text
      FROM ended WHERE run_steps.id = ended.id)
    SELECT step.run_id AS "runId", step.node_id AS "nodeId",
      coalesce(ended.status, step.status) AS state,
      coalesce(ended.status = 'succeeded' AND ended.before <> 'waiting', false) AS mended
    FROM run_steps step LEFT JOIN ended ON ended.id = step.id
    WHERE step.run_id = ANY(${ids}::text[])`;
  const standings = new Map<string, Standing>();
  for (const { runId, nodeId, state, mended } of steps) {
    const standing = standings.get(runId) ?? { states: new Map(), mended: false };
    standing.states.set(nodeId, state);
    standing.mended ||= mended;
    standings.set(runId, standing);
  }
  return standings;
}
