import "server-only";
import type { Db } from "@/lib/db";
import type { NodeState } from "@/lib/runs/plan";

const FINAL = ["succeeded", "failed", "cancelled"] as const;

/**
 * Steps of a locked run whose delivery has ended since take over its outcome. Returns how far each
 * node is now, and whether a step that had ended otherwise has succeeded since: a resend can mend it.
 */
export async function settleDeliveredSteps(
  tx: Db,
  runId: string,
): Promise<{ states: Map<string, NodeState>; mended: boolean }> {
  const steps = await tx.runStep.findMany({
    where: { runId },
    select: { id: true, nodeId: true, status: true },
  });
  const deliveries = await tx.delivery.findMany({
    where: { runId, status: { in: [...FINAL] } },
    select: { id: true, nodeId: true, status: true },
  });
  const states = new Map(steps.map((step) => [step.nodeId, step.status as NodeState]));
  const byNode = new Map(steps.map((step) => [step.nodeId, step]));
  let mended = false;
  for (const { id, nodeId, status: ended } of deliveries) {
    const step = byNode.get(nodeId);
    const status = FINAL.find((each) => each === ended);
    if (!step || !status || step.status === status) continue;
    states.set(nodeId, status);
    if (status === "succeeded" && step.status !== "waiting") mended = true;
    await settle(tx, { stepId: step.id, deliveryId: id, status });
  }
  return { states, mended };
}

async function settle(
  tx: Db,
  { stepId, deliveryId, status }: { stepId: string; deliveryId: string; status: NodeState },
): Promise<void> {
  const delivery = await tx.delivery.findUniqueOrThrow({
    where: { id: deliveryId },
    select: {
      completedAt: true,
      lastFailureMessage: true,
      lastStatusCode: true,
      attemptCount: true,
    },
  });
  await tx.runStep.update({
    where: { id: stepId },
    data: {
      status,
      completedAt: delivery.completedAt ?? new Date(),
      reason: status === "failed" ? delivery.lastFailureMessage : null,
      output: JSON.stringify({
        deliveryId,
        status,
        statusCode: delivery.lastStatusCode,
        attempts: delivery.attemptCount,
      }),
    },
    select: { id: true },
  });
}
