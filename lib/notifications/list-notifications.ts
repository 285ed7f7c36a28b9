import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { readerOf, unreadIn } from "@/lib/notifications/read-marks";
import { listNotificationsSchema, type NotificationPageView } from "@/lib/notifications/schemas";
import { bellKinds, readNotificationSettings } from "@/lib/notifications/settings";
import { notificationFacts } from "@/lib/notifications/view";

/** What the bell tells of, the newest first, and how much of it the actor has not read. */
export async function listNotifications({
  actor,
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<NotificationPageView> {
  const input = parseInput(listNotificationsSchema, query);
  const kinds = bellKinds(await readNotificationSettings());
  const readerId = readerOf(actor);
  const unread = await unreadIn(readerId, kinds);
  const isWanted =
    input.unread === undefined
      ? {}
      : input.unread === "true"
        ? unread.where
        : { NOT: unread.where };
  const page = keyset(input);
  const rows = await db().notification.findMany({
    where: { AND: [page.where, { kind: { in: kinds } }, isWanted] },
    orderBy: page.orderBy,
    take: page.take,
  });
  const read = await unread.readAmong(rows.map(({ id }) => id));
  const list = toPage(rows, input, (row) => ({
    ...notificationFacts(row),
    isRead: read.has(row.id),
  }));
  return { ...list, unreadCount: await unread.count() };
}
