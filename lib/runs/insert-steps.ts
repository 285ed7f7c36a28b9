import "server-only";
import { newId } from "@/lib/ids";
import type { NodeState } from "@/lib/runs/plan";
import type { Sql } from "@/lib/sql";

/** What a node has done in a run, or begun to do. */
export interface NewStep {
  nodeId: string;
  operation: string;
  status: NodeState;
  /** Whether the event was what it worked with. */
  takesEvent: boolean;
  /** JSON text. */
  output: string | null;
  /** Why it was skipped or failed, in words. */
  reason: string | null;
}

/** Writes steps of a run. The event, which may be large, is copied within the database. */
export async function insertSteps(
  tx: Sql,
  { runId, eventId }: { runId: string; eventId: string },
  steps: readonly NewStep[],
): Promise<void> {
  if (steps.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO run_steps (id, run_id, node_id, operation, status, input, output, reason, completed_at)
    SELECT step.id, ${runId}, step.node_id, step.operation, step.status,
      CASE WHEN step.takes_event THEN event.payload END, step.output, step.reason,
      CASE WHEN step.status <> 'waiting' THEN clock_timestamp() END
    FROM unnest(${steps.map(() => newId("runStep"))}::text[],
      ${steps.map(({ nodeId }) => nodeId)}::text[],
      ${steps.map(({ operation }) => operation)}::text[],
      ${steps.map(({ status }) => status)}::text[],
      ${steps.map(({ takesEvent }) => takesEvent)}::boolean[],
      ${steps.map(({ output }) => output)}::text[],
      ${steps.map(({ reason }) => reason)}::text[])
      AS step (id, node_id, operation, status, takes_event, output, reason)
    CROSS JOIN (SELECT payload FROM events WHERE id = ${eventId}) AS event`;
}
