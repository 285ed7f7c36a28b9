import "server-only";
import { engineEvents } from "@/inngest/client";
import type { OperationServer } from "@/lib/apps/server-types";
import { createDelivery } from "@/lib/deliveries/create-delivery";
import { enqueue } from "@/lib/events/outbox";

export const webhooksServer: Record<string, OperationServer> = {
  "webhooks.send": {
    kind: "action",
    async start({ tx, run, event, node }) {
      const { id, targetHost } = await createDelivery(tx, { run, event, node });
      await enqueue(tx, [
        { id, name: engineEvents.deliveryRequested, data: { deliveryId: id, targetHost } },
      ]);
      return { status: "waiting", deliveryId: id };
    },
  },
};
