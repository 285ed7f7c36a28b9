import "server-only";
import { getOperationServer } from "@/lib/apps/server";
import { type Db, db } from "@/lib/db";
import { handOver } from "@/lib/events/outbox";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import type { EventModel as Event } from "@/lib/generated/prisma/models/Event";
import type { RunModel as Run } from "@/lib/generated/prisma/models/Run";
import type { RunStepModel as RunStep } from "@/lib/generated/prisma/models/RunStep";
import { newId } from "@/lib/ids";
import { type NodeState, type Plan, planRun } from "@/lib/runs/plan";
import { type Graph, type GraphNode, nodeName } from "@/lib/scenarios/graph";

const FINAL: Record<string, NodeState> = {
  succeeded: "succeeded",
  failed: "failed",
  cancelled: "cancelled",
};

/**
 * Walks a run as far as it goes now: takes over finished deliveries, starts the nodes that became
 * ready, skips those that nobody reaches, and ends the run when all are decided. Safe to repeat and
 * to call at once from several places: the run's row is locked, and each node has one step.
 * Returns the ids of the deliveries it started.
 */
export async function advanceRun({ runId }: { runId: string }): Promise<{ deliveryIds: string[] }> {
  const deliveryIds = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM runs WHERE id = ${runId} FOR UPDATE`;
    const run = await tx.run.findUnique({ where: { id: runId }, include: { event: true } });
    if (!run) return [];
    // One after the other: a transaction is one connection, which takes one query at a time.
    const version = await tx.scenarioVersion.findUniqueOrThrow({ where: { id: run.versionId } });
    const steps = await tx.runStep.findMany({ where: { runId } });
    const deliveries = await tx.delivery.findMany({ where: { runId } });
    const graph = JSON.parse(version.graph) as Graph;
    const { states, mended } = await settleDeliveredSteps(tx, steps, deliveries);
    const scenario = await tx.scenario.findUniqueOrThrow({ where: { id: run.scenarioId } });
    if (scenario.deletedAt) {
      await cancelRun(tx, run, "The scenario was deleted.");
      return [];
    }
    if (mended) await reopen(tx, run, states);
    else if (run.status !== "running") return [];
    const started: string[] = [];
    for (;;) {
      const plan = planRun(graph, states, nodeName);
      if (plan.outcome) {
        await tx.run.update({
          where: { id: runId },
          data: { status: plan.outcome, completedAt: new Date() },
        });
      }
      if (plan.ready.length === 0 && plan.skip.length === 0) break;
      await skipNodes(tx, runId, plan.skip);
      for (const { node } of plan.skip) states.set(node.id, "skipped");
      for (const node of plan.ready) {
        const { status, deliveryId } = await startNode(tx, run, node);
        states.set(node.id, status);
        if (deliveryId !== undefined) started.push(deliveryId);
      }
    }
    return started;
  });
  // A delivery's message has its id.
  handOver(deliveryIds);
  return { deliveryIds };
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

async function skipNodes(tx: Db, runId: string, skipped: Plan["skip"]): Promise<void> {
  if (skipped.length === 0) return;
  await tx.runStep.createMany({
    data: skipped.map(({ node, reason }) => ({
      id: newId("runStep"),
      runId,
      nodeId: node.id,
      operation: node.operation,
      status: "skipped",
      reason,
      completedAt: new Date(),
    })),
  });
}

/** Does what the node's operation does, and records it as the node's step. */
async function startNode(tx: Db, run: Run & { event: Event }, node: GraphNode) {
  const { event } = run;
  const server = getOperationServer(node.operation);
  const outcome =
    server?.kind === "trigger"
      ? { status: "succeeded" as const, outputJson: event.payload }
      : server
        ? await server.start({ tx, run, event, node })
        : {
            status: "failed" as const,
            reason: `This instance has no operation “${node.operation}” (version ${node.operationVersion}).`,
          };
  const { status } = outcome;
  await tx.runStep.create({
    data: {
      id: newId("runStep"),
      runId: run.id,
      nodeId: node.id,
      operation: node.operation,
      status,
      input: server?.kind === "action" ? event.payload : null,
      output: "outputJson" in outcome ? outcome.outputJson : null,
      reason: "reason" in outcome ? outcome.reason : null,
      completedAt: status === "waiting" ? null : new Date(),
    },
  });
  return { status, deliveryId: "deliveryId" in outcome ? outcome.deliveryId : undefined };
}

/**
 * Steps whose delivery has ended since take over its outcome. Returns how far each node is now, and
 * whether a step that had ended otherwise has succeeded since: a resend can mend it.
 */
async function settleDeliveredSteps(
  tx: Db,
  steps: readonly RunStep[],
  deliveries: readonly Delivery[],
): Promise<{ states: Map<string, NodeState>; mended: boolean }> {
  let mended = false;
  const states = new Map(steps.map((step) => [step.nodeId, step.status as NodeState]));
  for (const delivery of deliveries) {
    const step = steps.find((candidate) => candidate.nodeId === delivery.nodeId);
    const status = FINAL[delivery.status];
    if (!step || !status || step.status === status) continue;
    states.set(step.nodeId, status);
    if (status === "succeeded" && step.status !== "waiting") mended = true;
    await tx.runStep.update({
      where: { id: step.id },
      data: {
        status,
        completedAt: delivery.completedAt ?? new Date(),
        reason: status === "failed" ? delivery.lastFailureMessage : null,
        output: JSON.stringify({
          deliveryId: delivery.id,
          status: delivery.status,
          statusCode: delivery.lastStatusCode,
          attempts: delivery.attemptCount,
        }),
      },
    });
  }
  return { states, mended };
}
