import "server-only";
import { engineEvents } from "@/inngest/client";
import type { OperationServer } from "@/lib/apps/server-types";
import { insertDeliveries, newDelivery } from "@/lib/deliveries/create-delivery";
import { enqueue } from "@/lib/events/outbox";
import { pausedNodes } from "@/lib/targets/paused-nodes";

export const webhooksServer: Record<string, OperationServer> = {
  "webhooks.send": {
    kind: "action",
    async start({ tx, run, event, nodes }) {
      const paused = await pausedNodes(tx, {
        scenarioId: run.scenarioId,
        nodeIds: nodes.map(({ id }) => id),
      });
      const deliveries = nodes.map((node) => ({
        ...newDelivery({ run, event, node }),
        isHeld: paused.has(node.id) && !run.isTest,
      }));
      await Promise.all([
        insertDeliveries(tx, { run, event, deliveries }),
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
