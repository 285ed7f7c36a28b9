import "server-only";
import { engineEvents } from "@/inngest/client";
import type { OperationServer } from "@/lib/apps/server-types";
import { newDelivery } from "@/lib/deliveries/create-delivery";
import { enqueue } from "@/lib/events/outbox";

export const webhooksServer: Record<string, OperationServer> = {
  "webhooks.send": {
    kind: "action",
    async start({ tx, run, event, nodes }) {
      const deliveries = nodes.map((node) => newDelivery({ run, event, node }));
      await tx.delivery.createMany({ data: deliveries });
      await enqueue(
        tx,
        deliveries.map(({ id, targetHost }) => ({
          id,
          name: engineEvents.deliveryRequested,
          data: { deliveryId: id, targetHost },
        })),
      );
      return deliveries.map(({ id }) => ({ status: "waiting", deliveryId: id }));
    },
  },
};
