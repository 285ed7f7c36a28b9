import "server-only";
import { getOperation } from "@/lib/apps/registry";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db";
import type { EventModel as Event } from "@/lib/generated/prisma/models/Event";
import type { RunModel as Run } from "@/lib/generated/prisma/models/Run";
import { notFound } from "@/lib/http/errors";
import { newId } from "@/lib/ids";
import { orderCreatedPayload } from "@/lib/orders/payload";
import { type Graph, triggerNode } from "@/lib/scenarios/graph";

/**
 * Writes what a test stands on: a snapshot of the graph, an event with the sample (or a real order's
 * content) that is never routed, and a run marked as a test. 404 for an unknown order.
 */
export async function createTestRun(
  tx: Db,
  {
    actor,
    scenarioId,
    graph,
    orderId,
  }: { actor: Actor; scenarioId: string; graph: Graph; orderId?: string | undefined },
): Promise<{ run: Run; event: Event }> {
  const now = new Date();
  const order = orderId ? await tx.order.findUnique({ where: { id: orderId } }) : null;
  if (orderId && !order) throw notFound("order");
  const version = await tx.scenarioVersion.create({
    data: {
      id: newId("version"),
      scenarioId,
      number: null,
      graph: JSON.stringify(graph),
      createdBy: actor.id,
    },
  });
  const event = await tx.event.create({
    data: {
      id: newId("event"),
      type: "order.created",
      orderId: order?.id ?? null,
      payload: order ? orderCreatedPayload(order, now.getTime()) : samplePayload(graph, now),
      isTest: true,
      occurredAt: now,
    },
  });
  const run = await tx.run.create({
    data: { id: newId("run"), scenarioId, versionId: version.id, eventId: event.id, isTest: true },
  });
  return { run, event };
}

function samplePayload(graph: Graph, now: Date): string {
  const operation = getOperation(triggerNode(graph)?.operation ?? "traderlaunchpad.orderCreated");
  return JSON.stringify({ ...(operation?.sample as object), timestamp: now.getTime() });
}
