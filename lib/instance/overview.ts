import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { GUIDE_DISMISSED } from "@/lib/instance/dismiss-guide";
import type { OverviewView } from "@/lib/instance/schemas";

/** The last 24 hours in figures, the guided start with what has really happened, recent deliveries. */
export async function getOverview({ actor }: { actor: Actor }): Promise<OverviewView> {
  const since = new Date(Date.now() - 24 * 3600 * 1000);
  const live = { isTest: false, createdAt: { gte: since } };
  const byStatus = db().delivery.groupBy({ by: ["status"], where: live, _count: { _all: true } });
  const [orders, runs, statuses, scenario, active, test, run, delivery, dismissed, recent] =
    await Promise.all([
      db().order.count({ where: { createdAt: { gte: since } } }),
      db().run.count({ where: live }),
      byStatus,
      db().scenario.findFirst({
        where: { deletedAt: null },
        orderBy: { id: "desc" },
        select: { id: true },
      }),
      db().scenario.findFirst({
        where: { deletedAt: null, status: "active" },
        select: { id: true },
      }),
      db().delivery.findFirst({
        where: { isTest: true, status: "succeeded" },
        select: { id: true },
      }),
      // An order that found an active scenario; one made before has started nothing.
      db().run.findFirst({
        where: { isTest: false, event: { orderId: { not: null } } },
        select: { id: true },
      }),
      db().delivery.findFirst({
        where: { isTest: false, status: "succeeded" },
        orderBy: { id: "desc" },
        select: { id: true },
      }),
      db().setting.findUnique({ where: { key: GUIDE_DISMISSED } }),
      listDeliveries({ actor, query: { limit: 8 } }),
    ]);
  const count = (...wanted: string[]) =>
    statuses
      .filter((row) => wanted.includes(row.status))
      .reduce((sum, row) => sum + row._count._all, 0);
  return {
    since: since.toISOString(),
    counts24h: {
      orders,
      runs,
      deliveriesSucceeded: count("succeeded"),
      deliveriesFailed: count("failed"),
      deliveriesRetrying: count("retrying"),
    },
    guide: {
      dismissed: dismissed !== null,
      scenarioId: scenario?.id ?? null,
      deliveryId: delivery?.id ?? null,
      steps: [
        { key: "scenario", done: scenario !== null },
        { key: "test", done: test !== null },
        { key: "active", done: active !== null || run !== null },
        { key: "order", done: run !== null },
        { key: "delivery", done: delivery !== null },
      ],
    },
    recentDeliveries: recent.items,
  };
}
