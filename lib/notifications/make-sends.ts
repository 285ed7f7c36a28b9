import "server-only";
import { engineEvents } from "@/inngest/client";
import { type Db, db } from "@/lib/db";
import { enqueue, handOver } from "@/lib/events/outbox";
import type { NotificationModel } from "@/lib/generated/prisma/models/Notification";
import { newId } from "@/lib/ids";
import { CHANNELS, type Channel } from "@/lib/notifications/kinds";
import type { SendContent } from "@/lib/notifications/sends";
import {
  lockNotificationSettings,
  readNotificationSettings,
  readyChannels,
} from "@/lib/notifications/settings";
import { notificationFacts } from "@/lib/notifications/view";

const MINUTE_MS = 60_000;
/** A minute that a clock a little early still takes for one. */
const SLACK_MS = 5_000;
/** What is news is not told more often than this, however much of it there is. */
export const NEWS_EVERY_MS = MINUTE_MS;
/** Of one message; more are counted. */
export const SHOWN_MAX = 50;
/** Of one message, told or counted. */
const TAKEN_MAX = 5_000;
/** Waits of 5 s, 30 s, 3 min, 18 min and nearly two hours. */
export const SEND_ATTEMPTS = 6;

/**
 * Makes the messages that are due: one for each channel, of all that it has to be told. News (a
 * notification the channel knows nothing of) waits a minute at most since the last message, what goes
 * on for as long as the settings say. Safe to repeat: what a message tells is taken once.
 * @returns the ids of the messages
 */
export async function makeSends({ now }: { now: Date }): Promise<string[]> {
  // Nearly always there is nothing: no lock for that.
  const waiting = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM notifications WHERE unsent <> '{}' LIMIT 1`;
  if (waiting.length === 0) return [];
  const { sendIds, messages } = await db().$transaction(async (tx) => {
    await lockNotificationSettings(tx);
    const settings = await readNotificationSettings(tx);
    const ready = readyChannels(settings);
    const sendIds: string[] = [];
    for (const channel of CHANNELS) {
      const sendId = ready.includes(channel)
        ? await makeSend(tx, channel, settings.digestMinutes * MINUTE_MS, now)
        : await forget(tx, channel);
      if (sendId !== null) sendIds.push(sendId);
    }
    const messages = await enqueue(
      tx,
      sendIds.map((sendId) => ({
        id: sendId,
        name: engineEvents.notificationSendRequested,
        data: { sendId },
      })),
    );
    return { sendIds, messages };
  });
  handOver(messages);
  return sendIds;
}

async function makeSend(
  tx: Db,
  channel: Channel,
  digestMs: number,
  now: Date,
): Promise<string | null> {
  // Those that are being counted at this moment are left for the next time.
  const rows = await tx.$queryRaw<{ id: string; isNews: boolean }[]>`
    SELECT id, NOT (${channel} = ANY(told)) AS "isNews" FROM notifications
    WHERE ${channel} = ANY(unsent) AND unsent <> '{}'
    ORDER BY id LIMIT ${TAKEN_MAX}::int FOR UPDATE SKIP LOCKED`;
  if (rows.length === 0) return null;
  const last = await tx.notificationSend.findFirst({
    where: { channel, isTest: false },
    orderBy: { id: "desc" },
    select: { createdAt: true },
  });
  const waitMs = rows.some(({ isNews }) => isNews) ? Math.min(NEWS_EVERY_MS, digestMs) : digestMs;
  if (last && now.getTime() - last.createdAt.getTime() < waitMs - SLACK_MS) return null;
  const ids = rows.map(({ id }) => id);
  // The news first; of these, and of the others, the latest.
  const news = new Set(rows.filter(({ isNews }) => isNews).map(({ id }) => id));
  const shown = ids.toSorted(
    (a, b) => Number(news.has(b)) - Number(news.has(a)) || (a < b ? 1 : -1),
  );
  const notifications = await tx.notification.findMany({
    where: { id: { in: shown.slice(0, SHOWN_MAX) } },
    orderBy: { id: "asc" },
  });
  await tx.$executeRaw`
    UPDATE notifications SET unsent = array_remove(unsent, ${channel}),
      told = array_append(array_remove(told, ${channel}), ${channel})
    WHERE id = ANY(${ids}::text[])`;
  return createSend(tx, {
    channel,
    notifications,
    omitted: ids.length - notifications.length,
    now,
  });
}

async function createSend(
  tx: Db,
  {
    channel,
    notifications,
    omitted,
    now,
  }: { channel: Channel; notifications: NotificationModel[]; omitted: number; now: Date },
): Promise<string> {
  const content: SendContent = { notifications: notifications.map(notificationFacts), omitted };
  const { id } = await tx.notificationSend.create({
    data: {
      id: newId("notificationSend"),
      channel,
      content: JSON.stringify(content),
      maxAttempts: SEND_ATTEMPTS,
      createdAt: now,
    },
    select: { id: true },
  });
  return id;
}

/** The channel was turned off since: it is told nothing of what happened before it is on again. */
async function forget(tx: Db, channel: Channel): Promise<null> {
  await tx.$executeRaw`
    UPDATE notifications SET unsent = array_remove(unsent, ${channel})
    WHERE id IN (
      SELECT id FROM notifications WHERE ${channel} = ANY(unsent) AND unsent <> '{}'
      ORDER BY id LIMIT ${TAKEN_MAX}::int FOR UPDATE SKIP LOCKED)`;
  return null;
}
