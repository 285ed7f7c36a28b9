import "server-only";
import { getOperation } from "@/lib/apps/registry";
import { getOperationServer } from "@/lib/apps/server";
import type { StepStart } from "@/lib/apps/server-types";
import { type Db, db } from "@/lib/db";
import { whyChainEnds } from "@/lib/events/chain";
import { handOver } from "@/lib/events/outbox";
import type { EventModel as Event } from "@/lib/generated/prisma/models/Event";
import type { RunModel as Run } from "@/lib/generated/prisma/models/Run";
import type { RunStepCreateManyInput as NewStep } from "@/lib/generated/prisma/models/RunStep";
import { newId } from "@/lib/ids";
import { type NodeState, type Plan, planRun } from "@/lib/runs/plan";
import { settleDeliveredSteps } from "@/lib/runs/settle-delivered-steps";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { readVersion } from "@/lib/scenarios/read-version";

/** Nodes that are started by one statement each way: every row holds the event, which may be large. */
const BATCH = 100;

/**
 * Walks a run as far as it goes now: takes over finished deliveries, starts the nodes that became
 * ready, skips those that nobody reaches, and ends the run when all are decided. Safe to repeat and
 * to call at once from several places: the run's row is locked, and each node has one step.
 * Returns the ids of the deliveries it started.
 */
export async function advanceRun({ runId }: { runId: string }): Promise<{ deliveryIds: string[] }> {
  const deliveryIds = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM runs WHERE id = ${runId} FOR UPDATE`;
    // Each delivery that ends comes by here: what may be large is read where it is used, and only there.
    const run = await tx.run.findUnique({ where: { id: runId } });
    if (!run) return [];
    // One after the other: a transaction is one connection, which takes one query at a time.
    const { states, mended } = await settleDeliveredSteps(tx, runId);
    const scenario = await tx.scenario.findUniqueOrThrow({
      where: { id: run.scenarioId },
      select: { deletedAt: true },
    });
    if (scenario.deletedAt) {
      await cancelRun(tx, run, "The scenario was deleted.");
      return [];
    }
    if (mended) await reopen(tx, run, states);
    else if (run.status !== "running") return [];
    return walk(tx, run, states);
  });
  // A delivery's message has its id.
  handOver(deliveryIds);
  return { deliveryIds };
}

/** Decides nodes until nothing more can be decided now. Returns the ids of the deliveries it started. */
async function walk(tx: Db, run: Run, states: Map<string, NodeState>): Promise<string[]> {
  const version = await readVersion(tx, run.versionId);
  if (!version) throw new Error(`The version of ${run.id} is gone.`);
  const started: string[] = [];
  const skipped: NewStep[] = [];
  let event: Event | undefined;
  for (;;) {
    const plan = planRun(version.graph, states, nodeName);
    if (plan.outcome) {
      await tx.run.update({
        where: { id: run.id },
        data: { status: plan.outcome, completedAt: new Date() },
      });
    }
    if (plan.ready.length === 0 && plan.skip.length === 0) break;
    for (const { node } of plan.skip) states.set(node.id, "skipped");
    skipped.push(...plan.skip.map((skip) => skippedStep(run, skip)));
    if (plan.ready.length === 0) continue;
    event ??= await tx.event.findUniqueOrThrow({ where: { id: run.eventId } });
    for (const nodes of batches(plan.ready)) {
      const steps = await startNodes(tx, { run, event, nodes });
      for (const { node, outcome } of steps) {
        states.set(node.id, outcome.status);
        if (outcome.status === "waiting") started.push(outcome.deliveryId);
      }
    }
  }
  await insertSteps(tx, skipped);
  return started;
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
async function reopen(tx: Db, run: Run, states: Map<string, NodeState>): Promise<void> {
  for (const [nodeId, state] of states) if (state === "skipped") states.delete(nodeId);
  await tx.runStep.deleteMany({ where: { runId: run.id, status: "skipped" } });
  await tx.run.update({
    where: { id: run.id },
    data: { status: "running", completedAt: null },
  });
}

async function cancelRun(tx: Db, run: Run, reason: string): Promise<void> {
  if (run.status !== "running") return;
  const completedAt = new Date();
  await tx.runStep.updateMany({
    where: { runId: run.id, status: "waiting" },
    data: { status: "cancelled", reason, completedAt },
  });
  await tx.run.update({ where: { id: run.id }, data: { status: "cancelled", completedAt } });
}

const skippedStep = (run: Run, { node, reason }: Plan["skip"][number]): NewStep => ({
  id: newId("runStep"),
  runId: run.id,
  nodeId: node.id,
  operation: node.operation,
  status: "skipped",
  reason,
  completedAt: new Date(),
});

interface Batch {
  run: Run;
  event: Event;
  /** All of one operation, in one version of it. */
  nodes: readonly GraphNode[];
}

/** Does what the nodes' operation does, and records it as their steps. */
async function startNodes(tx: Db, { run, event, nodes }: Batch) {
  const { isAction, outcomes } = await start(tx, { run, event, nodes });
  const steps = nodes.map((node, index) => {
    const outcome = outcomes[index];
    if (!outcome) throw new Error(`${node.operation} did not say how ${node.id} stands.`);
    return { node, outcome };
  });
  await insertSteps(
    tx,
    steps.map(({ node, outcome }) => ({
      id: newId("runStep"),
      runId: run.id,
      nodeId: node.id,
      operation: node.operation,
      status: outcome.status,
      input: isAction ? event.payload : null,
      output: outcome.status === "succeeded" ? outcome.outputJson : null,
      reason: outcome.status === "failed" ? outcome.reason : null,
      completedAt: outcome.status === "waiting" ? null : new Date(),
    })),
  );
  return steps;
}

/** Of one row Prisma keeps the plan; that of many it makes anew each time. */
async function insertSteps(tx: Db, steps: readonly NewStep[]): Promise<void> {
  const [only, ...more] = steps;
  if (!only) return;
  if (more.length > 0) await tx.runStep.createMany({ data: [...steps] });
  else await tx.runStep.create({ data: only, select: { id: true } });
}

async function start(
  tx: Db,
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
