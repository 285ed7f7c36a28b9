import "server-only";
import { db } from "@/lib/db";
import { GUIDE_DISMISSED } from "@/lib/instance/dismiss-guide";
import type { OverviewView } from "@/lib/instance/schemas";

/** The newest first: it is found where the index ends, however much there is. */
const newest = { orderBy: { id: "desc" }, select: { id: true } } as const;

/** The guided start, with what has really happened. */
export async function readGuide(): Promise<OverviewView["guide"]> {
  const [scenario, active, test, run, delivery, dismissed] = await Promise.all([
    db().scenario.findFirst({ where: { deletedAt: null }, ...newest }),
    db().scenario.findFirst({ where: { deletedAt: null, status: "active" }, ...newest }),
    db().delivery.findFirst({ where: { isTest: true, status: "succeeded" }, ...newest }),
    // An order that found an active scenario; one made before has started nothing.
    db().run.findFirst({ where: { isTest: false, event: { orderId: { not: null } } }, ...newest }),
    db().delivery.findFirst({ where: { isTest: false, status: "succeeded" }, ...newest }),
    db().setting.findUnique({ where: { key: GUIDE_DISMISSED } }),
  ]);
  const isPast = delivery === null && (await hasDeliveredOnce());
  return {
    dismissed: dismissed !== null,
    scenarioId: scenario?.id ?? null,
    deliveryId: delivery?.id ?? null,
    steps: [
      { key: "scenario", done: scenario !== null },
      { key: "test", done: test !== null || isPast },
      { key: "active", done: active !== null || run !== null || isPast },
      { key: "order", done: run !== null || isPast },
      { key: "delivery", done: delivery !== null || isPast },
    ],
  };
}

/** What was pruned has happened all the same. */
async function hasDeliveredOnce(): Promise<boolean> {
  const where = { part: "removed", measure: "deliveries.succeeded" };
  return (await db().stat.findFirst({ where, select: { quarter: true } })) !== null;
}
