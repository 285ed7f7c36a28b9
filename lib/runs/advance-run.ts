import "server-only";
import { handOver, takeBack } from "@/lib/events/outbox";
import type { NodeState } from "@/lib/runs/plan";
import { type Standing, settleDeliveredSteps } from "@/lib/runs/settle-delivered-steps";
import { type WalkingRun, walkRuns } from "@/lib/runs/walk-runs";
import { type Sql, sharedFaults, sqlTransaction } from "@/lib/sql";
import { type Manner, together } from "@/lib/together";

interface Asked {
  runId: string;
  /** A message in the outbox that asks for just this, and is taken back with it. */
  messageId?: string;
}

interface Run extends WalkingRun {
  status: string;
}

/**
 * Walks a run as far as it goes now: takes over finished deliveries, starts the nodes that became
 * ready, skips those that nobody reaches, and ends the run when all are decided. Safe to repeat and
 * to call at once from several places: the run's row is locked, and each node has one step. Runs that
 * are asked for at the same moment share a transaction (decision 028).
 * @returns the ids of the deliveries it started
 */
export const advanceRun: (asked: Asked) => Promise<{ deliveryIds: string[] }> = together(
  advanceRuns,
  { atMost: 32, atOnce: 2, ...sharedFaults },
);

async function advanceRuns(
  asked: readonly Asked[],
  { isPatient }: Manner,
): Promise<{ deliveryIds: string[] }[]> {
  const runIds = [...new Set(asked.map(({ runId }) => runId))];
  const messageIds = asked.flatMap(({ messageId }) => messageId ?? []);
  const started = await sqlTransaction(
    async (tx) => {
      const [runs, standings, deleted] = await Promise.all([
        lockRuns(tx, runIds),
        settleDeliveredSteps(tx, runIds),
        ofDeletedScenarios(tx, runIds),
        messageIds.length > 0 && takeBack(tx, messageIds),
      ]);
      const due: { run: Run; states: Map<string, NodeState> }[] = [];
      for (const run of runs) {
        const standing = standings.get(run.id) ?? { states: new Map(), mended: false };
        if (deleted.has(run.id)) await cancelRun(tx, run, "The scenario was deleted.");
        else if (await isToWalk(tx, run, standing)) due.push({ run, states: standing.states });
      }
      return walkRuns(tx, due);
    },
    { isPatient },
  );
  // A delivery's message has its id.
  handOver([...started.values()].flat());
  return asked.map(({ runId }) => {
    const deliveryIds = started.get(runId) ?? [];
    // Of those who ask for the same run, one has started them.
    started.delete(runId);
    return { deliveryIds };
  });
}

/**
 * In one order, so that those who share a transaction can't wait for one another. Each delivery that
 * ends comes by here: the event, which may be large, is not read.
 */
function lockRuns(tx: Sql, runIds: readonly string[]): Promise<Run[]> {
  return tx.$queryRaw<Run[]>`
    SELECT runs.id, scenario_id AS "scenarioId", version_id AS "versionId", event_id AS "eventId",
      runs.status, runs.is_test AS "isTest", retry_of AS "retryOf", type AS "eventType",
      order_id AS "orderId", depth
    FROM runs JOIN events ON events.id = event_id
    WHERE runs.id = ANY(${[...runIds]}::text[])
    ORDER BY runs.id FOR UPDATE OF runs`;
}

/** A statement after the one that locks the runs: it sees what that one has waited for. */
async function ofDeletedScenarios(tx: Sql, runIds: readonly string[]): Promise<Set<string>> {
  const deleted = await tx.$queryRaw<{ id: string }[]>`
    SELECT runs.id FROM runs JOIN scenarios ON scenarios.id = runs.scenario_id
    WHERE runs.id = ANY(${[...runIds]}::text[]) AND deleted_at IS NOT NULL`;
  return new Set(deleted.map(({ id }) => id));
}

async function isToWalk(tx: Sql, run: Run, { states, mended }: Standing): Promise<boolean> {
  if (!mended) return run.status === "running";
  await reopen(tx, run, states);
  return true;
}

/**
 * A resend has mended a step that had failed: what was skipped because of it is decided anew, so
 * that nothing counts as done that did not happen.
 */
async function reopen(tx: Sql, run: Run, states: Map<string, NodeState>): Promise<void> {
  for (const [nodeId, state] of states) if (state === "skipped") states.delete(nodeId);
  await tx.$executeRaw`DELETE FROM run_steps WHERE run_id = ${run.id} AND status = 'skipped'`;
  await tx.$executeRaw`
    UPDATE runs SET status = 'running', completed_at = NULL WHERE id = ${run.id}`;
}

async function cancelRun(tx: Sql, run: Run, reason: string): Promise<void> {
  if (run.status !== "running") return;
  await tx.$executeRaw`
    UPDATE run_steps SET status = 'cancelled', reason = ${reason}, completed_at = clock_timestamp()
    WHERE run_id = ${run.id} AND status = 'waiting'`;
  await tx.$executeRaw`
    UPDATE runs SET status = 'cancelled', completed_at = clock_timestamp() WHERE id = ${run.id}`;
}
