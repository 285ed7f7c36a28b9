import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { firstIdAt } from "@/lib/ids";
import type { NotificationKind } from "@/lib/notifications/kinds";
import { readAllSchema, type UnreadView } from "@/lib/notifications/schemas";
import { bellKinds, readNotificationSettings } from "@/lib/notifications/settings";

/** More are not counted: a badge says "99+". */
const COUNTED_MAX = 100;

/** Whose marks they are: a person's or a key's. What the product does itself reads nothing. */
export const readerOf = (actor: Actor): string => actor.id ?? "system";

/** What a reader has not read, of some kinds. */
export async function unreadIn(readerId: string, kinds: readonly NotificationKind[]) {
  const reader = await db().notificationReader.findUnique({ where: { readerId } });
  const through = reader?.readThrough ?? "";
  // Marked one by one, beyond what was read as a whole: few.
  const marks = await db().notificationRead.findMany({
    where: { readerId, notificationId: { gt: through } },
    select: { notificationId: true },
  });
  const marked = marks.map(({ notificationId }) => notificationId);
  const where = { id: { gt: through, notIn: marked } };
  return {
    where,
    readAmong: async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
      const one = new Set(marked);
      return new Set(ids.filter((id) => id <= through || one.has(id)));
    },
    count: async (): Promise<number> => {
      const found = await db().notification.findMany({
        where: { ...where, kind: { in: [...kinds] } },
        select: { id: true },
        take: COUNTED_MAX,
      });
      return found.length;
    },
  };
}

async function unreadView(actor: Actor): Promise<UnreadView> {
  const unread = await unreadIn(readerOf(actor), bellKinds(await readNotificationSettings()));
  return { unreadCount: await unread.count() };
}

/** Marks one as read by the actor. Safe to repeat. */
export async function markRead({ actor, id }: { actor: Actor; id: string }): Promise<UnreadView> {
  const found = await db().notification.findUnique({ where: { id }, select: { id: true } });
  if (!found) throw notFound("notification");
  await db().notificationRead.createMany({
    data: [{ readerId: readerOf(actor), notificationId: id }],
    skipDuplicates: true,
  });
  return unreadView(actor);
}

/** Marks all as read by the actor, or those up to one that was the newest on screen. Safe to repeat. */
export async function markAllRead({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<UnreadView> {
  const { through = firstIdAt("notification", Date.now() + 1) } = parseInput(
    readAllSchema,
    input ?? {},
  );
  const readerId = readerOf(actor);
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO notification_readers AS reader (reader_id, read_through)
      VALUES (${readerId}, ${through})
      ON CONFLICT (reader_id) DO UPDATE
      SET read_through = greatest(reader.read_through, excluded.read_through)`;
    await tx.notificationRead.deleteMany({
      where: { readerId, notificationId: { lte: through } },
    });
  });
  return unreadView(actor);
}
