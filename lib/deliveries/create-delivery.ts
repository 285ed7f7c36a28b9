import "server-only";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import type { Db } from "@/lib/db";
import { maxAttemptsOf } from "@/lib/deliveries/config";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import type { EventModel as Event } from "@/lib/generated/prisma/models/Event";
import type { RunModel as Run } from "@/lib/generated/prisma/models/Run";
import { newId } from "@/lib/ids";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";

/** The host of a webhook address, with its port where that is not the usual one; empty for no address. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}

interface Ordered {
  run: Run;
  event: Event;
  node: GraphNode;
  /** A single attempt whatever the node says, as for a test send. */
  once?: boolean;
}

/** The delivery of one webhook node in one run: its body is fixed here, for every attempt to come. */
export function createDelivery(tx: Db, ordered: Ordered): Promise<Delivery> {
  return tx.delivery.create({ data: newDelivery(ordered) });
}

/** What `createDelivery` writes; for many at once. */
export function newDelivery({ run, event, node, once = false }: Ordered) {
  const config = node.config as SendWebhookConfig;
  const url = String(config.webhookUrl ?? "");
  return {
    id: newId("delivery"),
    runId: run.id,
    scenarioId: run.scenarioId,
    nodeId: node.id,
    nodeName: nodeName(node),
    eventId: event.id,
    eventType: event.type,
    orderId: event.orderId,
    url,
    targetHost: hostOf(url),
    body: event.payload,
    maxAttempts: once ? 1 : maxAttemptsOf(config),
    isTest: run.isTest,
  };
}
