import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { createOrder } from "@/lib/orders/create-order";
import { advanceRun } from "@/lib/runs/advance-run";
import { startRuns } from "@/lib/runs/start-runs";
import { anOrder } from "./scenarios";

/** An order with its run of a live scenario, up to the run's first delivery; nothing is sent. */
export async function dueDelivery({ actor, scenarioId }: { actor: Actor; scenarioId: string }) {
  const { eventId } = await createOrder({ actor, input: anOrder() });
  if (!eventId) throw new Error("The order has no event.");
  await startRuns({ eventIds: [eventId] });
  const { id: runId } = await db().run.findFirstOrThrow({ where: { eventId, scenarioId } });
  const { deliveryIds } = await advanceRun({ runId });
  return { runId, deliveryId: deliveryIds[0] ?? "" };
}
