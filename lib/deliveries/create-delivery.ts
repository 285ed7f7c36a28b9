import "server-only";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import type { Db } from "@/lib/db";
import { maxAttemptsOf } from "@/lib/deliveries/config";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import type { EventModel as Event } from "@/lib/generated/prisma/models/Event";
import type { RunModel as Run } from "@/lib/generated/prisma/models/Run";
import { newId } from "@/lib/ids";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}

/**
 * The delivery of one webhook node in one run: its body is fixed here, for every attempt to come.
 * @param once a single attempt whatever the node says, as for a test send
 */
export function createDelivery(
  tx: Db,
  { run, event, node, once = false }: { run: Run; event: Event; node: GraphNode; once?: boolean },
): Promise<Delivery> {
  const config = node.config as SendWebhookConfig;
  return tx.delivery.create({
    data: {
      id: newId("delivery"),
      runId: run.id,
      scenarioId: run.scenarioId,
      nodeId: node.id,
      nodeName: nodeName(node),
      eventId: event.id,
      eventType: event.type,
      orderId: event.orderId,
      url: String(config.webhookUrl ?? ""),
      targetHost: hostOf(String(config.webhookUrl ?? "")),
      body: event.payload,
      maxAttempts: once ? 1 : maxAttemptsOf(config),
      isTest: run.isTest,
    },
  });
}
