import "server-only";
import { getOperation } from "@/lib/apps/registry";
import { getOperationServer } from "@/lib/apps/server";
import type { StepStart } from "@/lib/apps/server-types";
import { whyChainEnds } from "@/lib/events/chain";
import { handOver, takeBack } from "@/lib/events/outbox";
import type { EventModel } from "@/lib/generated/prisma/models/Event";
import type { RunModel } from "@/lib/generated/prisma/models/Run";
import { insertSteps, type NewStep } from "@/lib/runs/insert-steps";
import { type NodeState, type Plan, planRun } from "@/lib/runs/plan";
import { settleDeliveredSteps } from "@/lib/runs/settle-delivered-steps";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { readVersion } from "@/lib/scenarios/read-version";
import { type Sql, sqlTransaction } from "@/lib/sql";

type Run = Pick<
  RunModel,
  "id" | "scenarioId" | "versionId" | "eventId" | "status" | "isTest" | "retryOf"
>;
type Event = Pick<EventModel, "id" | "type" | "orderId" | "payload" | "depth">;

/** Nodes that are started by one statement each way: every row holds the event, which may be large. */
const BATCH = 100;

/**
 * Walks a run as far as it goes now: takes over finished deliveries, starts the nodes that became
 * ready, skips those that nobody reaches, and ends the run when all are decided. Safe to repeat and
 * to call at once from several places: the run's row is locked, and each node has one step.
 * @param messageId a message in the outbox that asks for just this, and is taken back with it
 * @returns the ids of the deliveries it started
 */
export async function advanceRun({
  runId,
  messageId,
}: {
  runId: string;
  messageId?: string;
}): Promise<{ deliveryIds: string[] }> {
  const deliveryIds = await sqlTransaction(async (tx) => {
    const [run, settled, isDeleted] = await Promise.all([
      lockRun(tx, runId),
      settleDeliveredSteps(tx, runId),
      isScenarioDeleted(tx, runId),
      messageId !== undefined && takeBack(tx, [messageId]),
    ]);
    return run ? advance(tx, run, { ...settled, isDeleted }) : [];
  });
  // A delivery's message has its id.
  handOver(deliveryIds);
  return { deliveryIds };
}

/** Each delivery that ends comes by here: what may be large is read where it is used, and only there. */
async function lockRun(tx: Sql, runId: string): Promise<Run | undefined> {
  const [run] = await tx.$queryRaw<Run[]>`
    SELECT id, scenario_id AS "scenarioId", version_id AS "versionId", event_id AS "eventId", status,
      is_test AS "isTest", retry_of AS "retryOf"
    FROM runs WHERE id = ${runId} FOR UPDATE`;
  return run;
}

async function isScenarioDeleted(tx: Sql, runId: string): Promise<boolean> {
  const deleted = await tx.$queryRaw<unknown[]>`
    SELECT FROM runs JOIN scenarios ON scenarios.id = runs.scenario_id
    WHERE runs.id = ${runId} AND deleted_at IS NOT NULL`;
  return deleted.length > 0;
}

interface Standing {
  states: Map<string, NodeState>;
  mended: boolean;
  isDeleted: boolean;
}

async function advance(
  tx: Sql,
  run: Run,
  { states, mended, isDeleted }: Standing,
): Promise<string[]> {
  if (isDeleted) {
    await cancelRun(tx, run, "The scenario was deleted.");
    return [];
  }
  if (mended) await reopen(tx, run, states);
  else if (run.status !== "running") return [];
  return walk(tx, run, states);
}

/** Decides nodes until nothing more can be decided now. Returns the ids of the deliveries it started. */
async function walk(tx: Sql, run: Run, states: Map<string, NodeState>): Promise<string[]> {
  const version = await readVersion(tx, run.versionId);
  if (!version) throw new Error(`The version of ${run.id} is gone.`);
  const started: string[] = [];
  const steps: NewStep[] = [];
  let event: Event | undefined;
  for (;;) {
    const plan = planRun(version.graph, states, nodeName);
    if (plan.outcome) {
      await tx.$executeRaw`
        UPDATE runs SET status = ${plan.outcome}, completed_at = clock_timestamp()
        WHERE id = ${run.id}`;
    }
    if (plan.ready.length === 0 && plan.skip.length === 0) break;
    for (const { node } of plan.skip) states.set(node.id, "skipped");
    steps.push(...plan.skip.map(skippedStep));
    if (plan.ready.length === 0) continue;
    event ??= await readEvent(tx, run.eventId);
    for (const nodes of batches(plan.ready)) {
      for (const { step, outcome } of await startNodes(tx, { run, event, nodes })) {
        steps.push(step);
        states.set(step.nodeId, outcome.status);
        if (outcome.status === "waiting") started.push(outcome.deliveryId);
      }
    }
  }
  await insertSteps(tx, { runId: run.id, eventId: run.eventId }, steps);
  return started;
}

async function readEvent(tx: Sql, id: string): Promise<Event> {
  const [event] = await tx.$queryRaw<Event[]>`
    SELECT id, type, order_id AS "orderId", payload, depth FROM events WHERE id = ${id}`;
  if (!event) throw new Error(`The event ${id} is gone.`);
  return event;
}

/** Nodes of the same operation, so many at a time. */
function batches(nodes: readonly GraphNode[]): GraphNode[][] {
  const open = new Map<string, GraphNode[]>();
  const all: GraphNode[][] = [];
  for (const node of nodes) {
    const key = `${node.operation}@${node.operationVersion}`;
    const batch = open.get(key);
    if (batch && batch.length < BATCH) {
      batch.push(node);
      continue;
    }
    const next = [node];
    open.set(key, next);
    all.push(next);
  }
  return all;
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

const skippedStep = ({ node, reason }: Plan["skip"][number]): NewStep => ({
  nodeId: node.id,
  operation: node.operation,
  status: "skipped",
  takesEvent: false,
  output: null,
  reason,
});

interface Batch {
  run: Run;
  event: Event;
  /** All of one operation, in one version of it. */
  nodes: readonly GraphNode[];
}

/** Does what the nodes' operation does. Returns their steps as they are to be written. */
async function startNodes(
  tx: Sql,
  { run, event, nodes }: Batch,
): Promise<{ step: NewStep; outcome: StepStart }[]> {
  const { isAction, outcomes } = await start(tx, { run, event, nodes });
  return nodes.map((node, index) => {
    const outcome = outcomes[index];
    if (!outcome) throw new Error(`${node.operation} did not say how ${node.id} stands.`);
    const step = {
      nodeId: node.id,
      operation: node.operation,
      status: outcome.status,
      takesEvent: isAction,
      output: outcome.status === "succeeded" ? outcome.outputJson : null,
      reason: outcome.status === "failed" ? outcome.reason : null,
    };
    return { step, outcome };
  });
}

async function start(
  tx: Sql,
  { run, event, nodes }: Batch,
): Promise<{ isAction: boolean; outcomes: StepStart[] }> {
  const [{ operation = "", operationVersion = 0 } = {}] = nodes;
  // A version from the future would be read as something that it is not.
  const isKnown = (getOperation(operation)?.version ?? 0) >= operationVersion;
  const server = isKnown ? getOperationServer(operation) : undefined;
  if (server?.kind === "action") {
    return { isAction: true, outcomes: await server.start({ tx, run, event, nodes }) };
  }
  const reason = server
    ? // A retry is a person's decision, who has seen why the run was stopped.
      run.retryOf === null
      ? whyChainEnds(event)
      : null
    : `This instance has no operation “${operation}” (version ${operationVersion}).`;
  const outcome: StepStart =
    reason === null
      ? { status: "succeeded", outputJson: event.payload }
      : { status: "failed", reason };
  return { isAction: false, outcomes: nodes.map(() => outcome) };
}
