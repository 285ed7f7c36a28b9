import "server-only";
import { newId } from "@/lib/ids";
import type { NodeState } from "@/lib/runs/plan";
import type { Sql } from "@/lib/sql";

/** What a node has done in a run, or begun to do. */
export interface NewStep {
  runId: string;
  eventId: string;
  nodeId: string;
  operation: string;
  status: NodeState;
  /** Whether the event was what it worked with. */
  takesEvent: boolean;
  /** Whether the event is what came of it. */
  givesEvent: boolean;
  /** Why it was skipped or failed, in words. */
  reason: string | null;
}

/** Writes steps of runs. Events, which may be large, are copied within the database. */
export function insertSteps(tx: Sql, steps: readonly NewStep[]): Promise<unknown> {
  if (steps.length === 0) return Promise.resolve();
  return tx.$executeRaw`
    INSERT INTO run_steps (id, run_id, node_id, operation, status, input, output, reason, completed_at)
    SELECT step.id, step.run_id, step.node_id, step.operation, step.status,
      CASE WHEN step.takes_event THEN event.payload END,
      CASE WHEN step.gives_event THEN event.payload END, step.reason,
      CASE WHEN step.status <> 'waiting' THEN clock_timestamp() END
    FROM unnest(${steps.map(() => newId("runStep"))}::text[],
      ${steps.map(({ runId }) => runId)}::text[],
      ${steps.map(({ eventId }) => eventId)}::text[],
      ${steps.map(({ nodeId }) => nodeId)}::text[],
      ${steps.map(({ operation }) => operation)}::text[],
      ${steps.map(({ status }) => status)}::text[],
      ${steps.map(({ takesEvent }) => takesEvent)}::boolean[],
      ${steps.map(({ givesEvent }) => givesEvent)}::boolean[],
      ${steps.map(({ reason }) => reason)}::text[])
      AS step (id, run_id, event_id, node_id, operation, status, takes_event, gives_event, reason)
    JOIN events AS event ON event.id = step.event_id`;
}
