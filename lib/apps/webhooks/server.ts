import "server-only";
import { engineEvents } from "@/inngest/client";
import type { OperationServer } from "@/lib/apps/server-types";
import { newDelivery } from "@/lib/deliveries/create-delivery";
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
      const now = new Date();
      const deliveries = nodes.map((node) => ({
        ...newDelivery({ run, event, node }),
        heldAt: paused.has(node.id) && !run.isTest ? now : null,
      }));
      const [only, ...more] = deliveries;
      // Of one Prisma keeps the plan; that of many it makes anew each time.
      if (only && more.length === 0) await tx.delivery.create({ data: only, select: { id: true } });
      else await tx.delivery.createMany({ data: deliveries });
      await enqueue(
        tx,
        deliveries
          .filter(({ heldAt }) => heldAt === null)
          .map(({ id, targetHost }) => ({
            id,
            name: engineEvents.deliveryRequested,
            data: { deliveryId: id, targetHost },
          })),
      );
      return deliveries.map(({ id }) => ({ status: "waiting", deliveryId: id }));
    },
  },
};
