import "server-only";
import type { DeliveryModel } from "@/lib/generated/prisma/models/Delivery";
import type { Sql } from "@/lib/sql";

/** What an attempt needs to know of its delivery. */
export type LockedDelivery = Pick<
  DeliveryModel,
  | "id"
  | "runId"
  | "scenarioId"
  | "nodeId"
  | "nodeName"
  | "eventType"
  | "url"
  | "targetHost"
  | "status"
  | "attemptCount"
  | "maxAttempts"
  | "nextAttemptAt"
  | "isTest"
  | "heldAt"
  | "releasedAt"
  | "completedAt"
>;

/**
 * Holds deliveries until the transaction ends. In one order, so that those who hold several can't wait
 * for one another.
 * @returns those that there are, by their ids
 */
export async function lockDeliveries(
  tx: Sql,
  ids: readonly string[],
): Promise<Map<string, LockedDelivery>> {
  const deliveries = await tx.$queryRaw<LockedDelivery[]>`
    SELECT id, run_id AS "runId", scenario_id AS "scenarioId", node_id AS "nodeId",
      node_name AS "nodeName", event_type AS "eventType", url, target_host AS "targetHost", status,
      attempt_count AS "attemptCount", max_attempts AS "maxAttempts",
      next_attempt_at AS "nextAttemptAt", is_test AS "isTest", held_at AS "heldAt",
      released_at AS "releasedAt", completed_at AS "completedAt"
    FROM deliveries WHERE id = ANY(${[...ids]}::text[]) ORDER BY id FOR UPDATE`;
  return new Map(deliveries.map((delivery) => [delivery.id, delivery]));
}
