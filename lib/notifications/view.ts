import type { NotificationModel } from "@/lib/generated/prisma/models/Notification";
import type { NotificationKind } from "@/lib/notifications/kinds";
import type { NotificationFacts } from "@/lib/notifications/schemas";
import { notificationText } from "@/lib/notifications/words";

/** A row as it is told. */
export function notificationFacts(row: NotificationModel): NotificationFacts {
  const facts = {
    id: row.id,
    kind: row.kind as NotificationKind,
    scenarioId: row.scenarioId,
    scenarioName: row.scenarioName,
    nodeId: row.nodeId,
    nodeName: row.nodeName,
    host: row.targetHost,
    count: row.count,
    firstAt: row.firstAt.toISOString(),
    lastAt: row.lastAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    deliveryId: row.deliveryId,
    failure:
      row.failureMessage === null
        ? null
        : { message: row.failureMessage, hint: row.failureHint ?? "" },
  };
  return { ...facts, text: notificationText(facts) };
}
