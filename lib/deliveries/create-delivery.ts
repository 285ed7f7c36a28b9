import "server-only";
import type { NodeStart } from "@/lib/apps/server-types";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import type { Db } from "@/lib/db";
import { maxAttemptsOf } from "@/lib/deliveries/config";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { newId } from "@/lib/ids";
import { nodeName } from "@/lib/scenarios/graph";
import type { Sql } from "@/lib/sql";

/** The host of a webhook address, with its port where that is not the usual one; empty for no address. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "";
}

/** The delivery of one webhook node in one run, with a single attempt whatever the node says: a test. */
export function createTestDelivery(
  tx: Db,
  ordered: NodeStart & { event: { payload: string } },
): Promise<Delivery> {
  const data = { ...newDelivery(ordered), maxAttempts: 1, body: ordered.event.payload };
  return tx.delivery.create({ data });
}

/** What `insertDeliveries` writes: its body is fixed then, for every attempt to come. */
export function newDelivery({ run, event, node }: NodeStart) {
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
    maxAttempts: maxAttemptsOf(config),
    isTest: run.isTest,
  };
}

type NewDelivery = ReturnType<typeof newDelivery> & {
  /** Its target is paused: nothing is sent until it is released. */
  isHeld: boolean;
};

/** Writes deliveries of runs; their bodies are copied from the events within the database. */
export async function insertDeliveries(tx: Sql, deliveries: readonly NewDelivery[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO deliveries (id, run_id, scenario_id, node_id, node_name, event_id, event_type,
      order_id, url, target_host, body, max_attempts, is_test, held_at)
    SELECT delivery.id, delivery.run_id, delivery.scenario_id, delivery.node_id, delivery.node_name,
      event.id, event.type, event.order_id, delivery.url, delivery.target_host, event.payload,
      delivery.max_attempts, delivery.is_test, CASE WHEN delivery.is_held THEN now() END
    FROM unnest(${deliveries.map(({ id }) => id)}::text[],
      ${deliveries.map(({ runId }) => runId)}::text[],
      ${deliveries.map(({ scenarioId }) => scenarioId)}::text[],
      ${deliveries.map(({ nodeId }) => nodeId)}::text[],
      ${deliveries.map(({ nodeName }) => nodeName)}::text[],
      ${deliveries.map(({ eventId }) => eventId)}::text[],
      ${deliveries.map(({ url }) => url)}::text[],
      ${deliveries.map(({ targetHost }) => targetHost)}::text[],
      ${deliveries.map(({ maxAttempts }) => maxAttempts)}::int[],
      ${deliveries.map(({ isTest }) => isTest)}::boolean[],
      ${deliveries.map(({ isHeld }) => isHeld)}::boolean[])
      AS delivery (id, run_id, scenario_id, node_id, node_name, event_id, url, target_host,
        max_attempts, is_test, is_held)
    JOIN events AS event ON event.id = delivery.event_id`;
}
