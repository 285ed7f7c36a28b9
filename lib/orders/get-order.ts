import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { deliveryView } from "@/lib/deliveries/view";
import { notFound } from "@/lib/http/errors";
import { type OrderDetailView, tracedDeliverySchema } from "@/lib/orders/schemas";
import { orderView } from "@/lib/orders/view";
import type { RunView } from "@/lib/runs/schemas";

/** An order with its trace: event, runs, deliveries. */
export async function getOrder({ id }: { actor: Actor; id: string }): Promise<OrderDetailView> {
  const order = await db().order.findUnique({
    where: { id },
    include: {
      events: {
        orderBy: { id: "asc" },
        include: {
          runs: {
            orderBy: { id: "asc" },
            include: {
              scenario: { select: { name: true } },
              deliveries: { orderBy: { id: "asc" } },
            },
          },
        },
      },
    },
  });
  if (!order) throw notFound("order");
  const event = order.events.find((candidate) => !candidate.isTest) ?? null;
  const runs = order.events.flatMap((candidate) => candidate.runs);
  return {
    ...orderView(
      order,
      event?.id ?? null,
      (event?.runs ?? []).map((run) => run.id),
    ),
    trace: {
      event: event && {
        id: event.id,
        type: event.type,
        occurredAt: event.occurredAt.toISOString(),
        handedOverAt: event.handedOverAt?.toISOString() ?? null,
        routedAt: event.routedAt?.toISOString() ?? null,
        payload: event.payload,
        causedBy: event.causedBy,
        depth: event.depth,
      },
      runs: runs.map((run) => ({
        id: run.id,
        scenarioId: run.scenarioId,
        scenarioName: run.scenario.name,
        status: run.status as RunView["status"],
        isTest: run.isTest,
        retryOf: run.retryOf,
        deliveries: run.deliveries.map((delivery) =>
          // Of a delivery's view, what belongs here.
          tracedDeliverySchema.parse(
            deliveryView({ ...delivery, run: { scenario: run.scenario, event: { order } } }),
          ),
        ),
      })),
    },
  };
}
