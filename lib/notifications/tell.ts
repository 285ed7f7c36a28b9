import "server-only";
import { engineEvents } from "@/inngest/client";
import { enqueue } from "@/lib/events/outbox";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { newId } from "@/lib/ids";
import type { NotificationKind } from "@/lib/notifications/kinds";
import { channelsFor, readNotificationSettings } from "@/lib/notifications/settings";
import type { Sql } from "@/lib/sql";
import type { Target } from "@/lib/targets/release-held";

const MINUTE_MS = 60_000;

/** The delivery that a notification is about. */
export type About = Pick<
  Delivery,
  | "id"
  | "scenarioId"
  | "nodeId"
  | "nodeName"
  | "targetHost"
  | "lastFailureMessage"
  | "lastFailureHint"
>;

/**
 * Tells that something happened to the target of a delivery, in the transaction in which it does.
 * What goes on is one notification that counts, and so is what comes again within the time between
 * two messages: a storm of failures, or a target that comes and goes, is one row and few messages.
 * What had ended and comes again gets a new id: it is the newest, and read by nobody.
 * To be called while the target's health is locked, so that of a target one at a time is told of.
 */
export async function tell(
  tx: Sql,
  { kind, about, at }: { kind: NotificationKind; about: About; at: Date },
): Promise<void> {
  const settings = await readNotificationSettings(tx);
  const channels = channelsFor(settings, kind);
  const isOver = kind === "target.recovered";
  const again = new Date(at.getTime() - settings.digestMinutes * MINUTE_MS).toISOString();
  const time = at.toISOString();
  const counted = await tx.$executeRaw`
    UPDATE notifications SET count = count + 1,
      id = CASE WHEN closed_at IS NULL THEN id ELSE ${newId("notification")} END,
      first_at = least(first_at, ${time}::timestamptz),
      last_at = greatest(last_at, ${time}::timestamptz),
      closed_at = CASE WHEN ${isOver}::boolean THEN ${time}::timestamptz END,
      node_name = ${about.nodeName}, target_host = ${about.targetHost}, delivery_id = ${about.id},
      failure_message = ${about.lastFailureMessage}, failure_hint = ${about.lastFailureHint},
      unsent = ${channels}::text[]
    WHERE id = (
      SELECT id FROM notifications
      WHERE scenario_id = ${about.scenarioId} AND node_id = ${about.nodeId} AND kind = ${kind}
      ORDER BY id DESC LIMIT 1)
    AND (closed_at IS NULL OR last_at > ${again}::timestamptz)`;
  if (counted > 0) return;
  await tx.$executeRaw`
    INSERT INTO notifications (id, kind, scenario_id, scenario_name, node_id, node_name, target_host,
      first_at, last_at, closed_at, delivery_id, failure_message, failure_hint, unsent)
    SELECT ${newId("notification")}, ${kind}, id, name, ${about.nodeId}, ${about.nodeName},
      ${about.targetHost}, ${time}::timestamptz, ${time}::timestamptz,
      CASE WHEN ${isOver}::boolean THEN ${time}::timestamptz END, ${about.id},
      ${about.lastFailureMessage}, ${about.lastFailureHint}, ${channels}::text[]
    FROM scenarios WHERE id = ${about.scenarioId}`;
  // The sweeper hands it over, some seconds after the commit: what fails together is told together.
  if (channels.length > 0)
    await enqueue(tx, [{ id: newId("message"), name: engineEvents.notificationsDue, data: {} }]);
}

/**
 * Deliveries arrived, one of each target: what went on is over, and of a target whose failures were told
 * it is told, once. One look-up where nothing was wrong.
 */
export async function tellArrivals(
  tx: Sql,
  deliveries: readonly (About & { completedAt: Date | null })[],
): Promise<void> {
  const now = new Date();
  const closed = await closeNotifications(tx, deliveries, now);
  for (const about of deliveries) {
    const isClosed = closed.some(
      ({ scenarioId, nodeId }) => scenarioId === about.scenarioId && nodeId === about.nodeId,
    );
    if (isClosed) await tell(tx, { kind: "target.recovered", about, at: about.completedAt ?? now });
  }
}

/** Ends what goes on about targets. @returns the targets of those that did, each as often as they were */
export async function closeNotifications(
  tx: Sql,
  targets: readonly Target[],
  at: Date,
): Promise<Target[]> {
  // Of those that come at once the second waits, and finds nothing open.
  return tx.$queryRaw<Target[]>`
    UPDATE notifications SET closed_at = ${at.toISOString()}::timestamptz
    WHERE closed_at IS NULL AND id IN (
      SELECT id FROM notifications
      WHERE (scenario_id, node_id) IN (
        SELECT * FROM unnest(${targets.map(({ scenarioId }) => scenarioId)}::text[],
          ${targets.map(({ nodeId }) => nodeId)}::text[]))
        AND closed_at IS NULL
      ORDER BY id FOR UPDATE)
    RETURNING scenario_id AS "scenarioId", node_id AS "nodeId"`;
}
