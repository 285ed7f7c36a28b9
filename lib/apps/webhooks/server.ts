import "server-only";
import { engineEvents } from "@/inngest/client";
import type { OperationServer } from "@/lib/apps/server-types";
import { insertDeliveries, newDelivery } from "@/lib/deliveries/create-delivery";
import { enqueue } from "@/lib/events/outbox";
import { pausedTargets } from "@/lib/targets/paused-targets";

export const webhooksServer: Record<string, OperationServer> = {
  "webhooks.send": {
    kind: "action",
    async start({ tx, starts }) {
      const isPaused = await pausedTargets(
        tx,
        starts.map(({ run, node }) => ({ scenarioId: run.scenarioId, nodeId: node.id })),
      );
      const deliveries = starts.map((start) => {
        const delivery = newDelivery(start);
        return { ...delivery, isHeld: isPaused(delivery) && !delivery.isTest };
      });
      await Promise.all([
        insertDeliveries(tx, deliveries),
        enqueue(
          tx,
          deliveries
            .filter(({ isHeld }) => !isHeld)
            .map(({ id, targetHost }) => ({
              id,
              name: engineEvents.deliveryRequested,
              data: { deliveryId: id, targetHost },
            })),
        ),
      ]);
      return deliveries.map(({ id }) => ({ status: "waiting", deliveryId: id }));
    },
  },
};
