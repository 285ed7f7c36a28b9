import "server-only";
import { engineEvents } from "@/inngest/client";
import { getOperation } from "@/lib/apps/registry";
import { type Db, db } from "@/lib/db";
import { createDelivery } from "@/lib/deliveries/create-delivery";
import { enqueue, handOver } from "@/lib/events/outbox";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { newId } from "@/lib/ids";
import { type NodeState, planRun } from "@/lib/runs/plan";
import { type Graph, isTrigger, nodeName } from "@/lib/scenarios/graph";

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
  const messages: string[] = [];
  const deliveryIds = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM runs WHERE id = ${runId} FOR UPDATE`;
    const run = await tx.run.findUnique({
      where: { id: runId },
      include: { version: true, event: true, steps: true, deliveries: true },
    });
    if (!run) return [];
    const graph = JSON.parse(run.version.graph) as Graph;
    await settleDeliveredSteps(tx, run.steps, run.deliveries);
    const states = new Map<string, NodeState>();
    for (const step of await tx.runStep.findMany({ where: { runId } })) {
      states.set(step.nodeId, step.status as NodeState);
    }
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
      for (const { node, reason } of plan.skip) {
        states.set(node.id, "skipped");
        await tx.runStep.create({
          data: {
            id: newId("runStep"),
            runId,
            nodeId: node.id,
            operation: node.operation,
            status: "skipped",
            reason,
            completedAt: new Date(),
          },
        });
      }
      for (const node of plan.ready) {
        const step = { id: newId("runStep"), runId, nodeId: node.id, operation: node.operation };
        if (isTrigger(node)) {
          states.set(node.id, "succeeded");
          await tx.runStep.create({
            data: {
              ...step,
              status: "succeeded",
              output: run.event.payload,
              completedAt: new Date(),
            },
          });
        } else if (getOperation(node.operation)?.key === "webhooks.send") {
          states.set(node.id, "waiting");
          const delivery = await createDelivery(tx, { run, event: run.event, node });
          await tx.runStep.create({
            data: { ...step, status: "waiting", input: run.event.payload },
          });
          started.push(delivery.id);
        } else {
          states.set(node.id, "failed");
          await tx.runStep.create({
            data: {
              ...step,
              status: "failed",
              reason: `This instance has no operation “${node.operation}” (version ${node.operationVersion}).`,
              completedAt: new Date(),
            },
          });
        }
      }
    }
    messages.push(
      ...(await enqueue(
        tx,
        started.map((id) => ({
          id,
          name: engineEvents.deliveryRequested,
          data: { deliveryId: id },
        })),
      )),
    );
    return started;
  });
  handOver(messages);
  return { deliveryIds };
}

/** Steps whose delivery has ended since take over its outcome; a resend can mend a failed one. */
async function settleDeliveredSteps(
  tx: Db,
  steps: { id: string; nodeId: string; status: string }[],
  deliveries: Delivery[],
) {
  for (const delivery of deliveries) {
    const step = steps.find((candidate) => candidate.nodeId === delivery.nodeId);
    const status = FINAL[delivery.status];
    if (!step || !status || step.status === status) continue;
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
}

/** Ends a run that our own infrastructure could not carry on, after the engine spent its retries. */
export async function failRun({ runId, reason }: { runId: string; reason: string }): Promise<void> {
  await db().$transaction([
    db().runStep.updateMany({
      where: { runId, status: "waiting" },
      data: { status: "failed", reason, completedAt: new Date() },
    }),
    db().run.updateMany({
      where: { id: runId, status: "running" },
      data: { status: "failed", completedAt: new Date() },
    }),
  ]);
}
