import "server-only";
import { engineEvents } from "@/inngest/client";
import { getOperation } from "@/lib/apps/registry";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { createTestDelivery } from "@/lib/deliveries/create-delivery";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { enqueue, withdraw } from "@/lib/events/outbox";
import { AppError } from "@/lib/http/errors";
import { fieldErrors, parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { lockScenario } from "@/lib/scenarios/find-scenario";
import { type Graph, triggerNode } from "@/lib/scenarios/graph";
import { testWebhookSchema } from "@/lib/scenarios/schemas";
import { createTestRun } from "@/lib/scenarios/test-run";
import { extractSecrets } from "@/lib/secrets/extract";
import { requireOwnOrigins } from "@/lib/secrets/moved";

/** Beyond the attempt's own deadline, before the engine takes a test for abandoned. */
const MARGIN_SECONDS = 30;

const timeoutOf = (config: Record<string, unknown>) => (config as SendWebhookConfig).timeout;

/**
 * Sends one webhook with the node as it is on screen, unsaved included, through the same code as a
 * live one, once, and answers when it has ended. 422 names each field that can't be sent with.
 */
export async function testWebhook({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input: unknown;
}) {
  const { node } = parseInput(testWebhookSchema, input);
  const operation = getOperation(node.operation);
  if (operation?.key !== "webhooks.send") {
    throw new AppError("invalid_request", "node.operation: only a webhook can be sent as a test.", [
      { path: "node.operation", message: "only a webhook can be sent as a test" },
    ]);
  }
  const config = operation.config.safeParse(node.config);
  if (!config.success) {
    throw new AppError(
      "scenario_invalid",
      "The webhook can't be sent yet.",
      fieldErrors(config.error).map((error) => ({ ...error, path: `node.config.${error.path}` })),
    );
  }
  const deliveryId = await db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    const draft = JSON.parse(scenario.draft) as Graph;
    const trigger = triggerNode(draft) ?? {
      id: node.id === "trigger" ? "the-trigger" : "trigger",
      operation: "traderlaunchpad.orderCreated",
      operationVersion: 1,
      config: { triggerType: "orderCreated", enabled: true },
    };
    if (trigger.id === node.id) {
      const message = "This is the id of the scenario's trigger.";
      throw new AppError("invalid_request", `node.id: ${message}`, [{ path: "node.id", message }]);
    }
    const graph = await extractSecrets(tx, {
      scenarioId: id,
      graph: {
        nodes: [trigger, node],
        edges: [{ id: "edge", source: trigger.id, sourcePort: "out", target: node.id }],
      },
      previous: draft,
      createdBy: actor.id,
    });
    await requireOwnOrigins(tx, {
      graph,
      actor,
      pathOf: ({ field }) => `node.config.${field}`,
    });
    const { run, event } = await createTestRun(tx, { actor, scenarioId: id, graph });
    const stored = graph.nodes.find((candidate) => candidate.id === node.id) ?? node;
    const delivery = await createTestDelivery(tx, { run, event, node: stored });
    await tx.runStep.createMany({
      data: [
        {
          id: newId("runStep"),
          runId: run.id,
          nodeId: trigger.id,
          operation: trigger.operation,
          status: "succeeded",
          output: event.payload,
          completedAt: new Date(),
        },
        {
          id: newId("runStep"),
          runId: run.id,
          nodeId: node.id,
          operation: node.operation,
          status: "waiting",
          input: event.payload,
        },
      ],
    });
    await writeAudit(tx, {
      actor,
      action: "scenario.webhookTested",
      targetType: "scenario",
      targetId: id,
      detail: delivery.id,
    });
    // Should this process end before the attempt has, the engine takes it up after its deadline.
    await enqueue(
      tx,
      [
        {
          id: delivery.id,
          name: engineEvents.deliveryRequested,
          data: { deliveryId: delivery.id, targetHost: delivery.targetHost },
        },
      ],
      { delayMs: (timeoutOf(config.data) + MARGIN_SECONDS) * 1000 },
    );
    return delivery.id;
  });
  await attemptDelivery({ deliveryId, stepKey: "test-1", trigger: "test", scheduled: 1 });
  const delivery = await getDelivery({ actor, id: deliveryId });
  await withdraw([deliveryId]);
  return {
    ok: delivery.status === "succeeded",
    deliveryId,
    runId: delivery.runId,
    attempt: delivery.attempts[0],
  };
}
