import "server-only";
import type { ActedEvent, ActingRun } from "@/lib/apps/server-types";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import type { Db } from "@/lib/db";
import { maxAttemptsOf } from "@/lib/deliveries/config";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { newId } from "@/lib/ids";
import { type GraphNode, nodeName } from "@/lib/scenarios/graph";
import type { Sql } from "@/lib/sql";

/** The host of a webhook address, with its port where that is not the usual one; empty for no address. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}

interface Ordered {
  run: ActingRun;
  event: ActedEvent;
  node: GraphNode;
  /** A single attempt whatever the node says, as for a test send. */
  once?: boolean;
}

/** The delivery of one webhook node in one run: its body is fixed here, for every attempt to come. */
export function createDelivery(tx: Db, ordered: Ordered): Promise<Delivery> {
  return tx.delivery.create({ data: newDelivery(ordered) });
}

/** What `createDelivery` writes; `insertDeliveries` does so for many at once. */
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

type NewDelivery = ReturnType<typeof newDelivery> & {
  /** Its target is paused: nothing is sent until it is released. */
  isHeld: boolean;
};

/** Writes the deliveries of several nodes of a run; their body is copied within the database. */
export async function insertDeliveries(
  tx: Sql,
  {
    run,
    event,
    deliveries,
  }: { run: ActingRun; event: ActedEvent; deliveries: readonly NewDelivery[] },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO deliveries (id, run_id, scenario_id, node_id, node_name, event_id, event_type,
      order_id, url, target_host, body, max_attempts, is_test, held_at)
    SELECT delivery.id, ${run.id}, ${run.scenarioId}, delivery.node_id, delivery.node_name, event.id,
      event.type, event.order_id, delivery.url, delivery.target_host, event.payload,
      delivery.max_attempts, ${run.isTest}, CASE WHEN delivery.is_held THEN now() END
    FROM unnest(${deliveries.map(({ id }) => id)}::text[],
      ${deliveries.map(({ nodeId }) => nodeId)}::text[],
      ${deliveries.map(({ nodeName }) => nodeName)}::text[],
      ${deliveries.map(({ url }) => url)}::text[],
      ${deliveries.map(({ targetHost }) => targetHost)}::text[],
      ${deliveries.map(({ maxAttempts }) => maxAttempts)}::int[],
      ${deliveries.map(({ isHeld }) => isHeld)}::boolean[])
      AS delivery (id, node_id, node_name, url, target_host, max_attempts, is_held)
    CROSS JOIN (SELECT id, type, order_id, payload FROM events WHERE id = ${event.id}) AS event`;
}
