import "server-only";
import { db } from "@/lib/db";
import type { NotificationSendModel } from "@/lib/generated/prisma/models/NotificationSend";
import type { Channel } from "@/lib/notifications/kinds";
import type { NotificationFacts, SendView } from "@/lib/notifications/schemas";

const NEWEST = 5;

/** What a message tells: as many notifications as it shows, and how many more there are. */
export interface SendContent {
  notifications: NotificationFacts[];
  omitted: number;
}

/** How the newest messages of a channel went, the newest first. */
export async function newestSends(channel: Channel): Promise<SendView[]> {
  const rows = await db().notificationSend.findMany({
    where: { channel },
    orderBy: { id: "desc" },
    take: NEWEST,
  });
  return rows.map(sendView);
}

/** A message as the API shows it. */
export function sendView(row: NotificationSendModel): SendView {
  return {
    id: row.id,
    channel: row.channel as Channel,
    isTest: row.isTest,
    status: row.status as SendView["status"],
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    statusCode: row.statusCode,
    durationMs: row.durationMs,
    failure:
      row.failureKind === null
        ? null
        : {
            kind: row.failureKind,
            message: row.failureMessage ?? "",
            hint: row.failureHint ?? "",
          },
  };
}
