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
    const states = await settleDeliveredSteps(tx, steps, deliveries);
    const started: string[] = [];
    for (;;) {
      const plan = planRun(graph, states, nodeName);
      if (plan.outcome && (run.status === "running" || run.status === "failed")) {
        await tx.run.update({
          where: { id: runId },
          data: { status: plan.outcome, completedAt: run.completedAt ?? new Date() },
        });
      }
      if (run.status !== "running" || (plan.ready.length === 0 && plan.skip.length === 0)) break;
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
 * Steps whose delivery has ended since take over its outcome; a resend can mend a failed one.
 * Returns how far each node is now.
 */
async function settleDeliveredSteps(
  tx: Db,
  steps: readonly RunStep[],
  deliveries: readonly Delivery[],
): Promise<Map<string, NodeState>> {
  const states = new Map(steps.map((step) => [step.nodeId, step.status as NodeState]));
  for (const delivery of deliveries) {
    const step = steps.find((candidate) => candidate.nodeId === delivery.nodeId);
    const status = FINAL[delivery.status];
    if (!step || !status || step.status === status) continue;
    states.set(step.nodeId, status);
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
  return states;
}
