import "server-only";
import { engineEvents } from "@/inngest/client";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { enqueue, withdraw } from "@/lib/events/outbox";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { attemptSend } from "@/lib/notifications/attempt-send";
import type { Channel } from "@/lib/notifications/kinds";
import { type SendView, testChannelSchema } from "@/lib/notifications/schemas";
import { type SendContent, sendView } from "@/lib/notifications/sends";
import {
  isMailConfigured,
  type NotificationSettings,
  readNotificationSettings,
  readyChannels,
} from "@/lib/notifications/settings";

/** Beyond the longest attempt, before the engine takes a test for abandoned. */
const ABANDONED_MS = 120_000;

/**
 * Sends a test message over a channel, by the way that all its messages go, once, and answers when it
 * has ended. 409 when the channel has nowhere to send to.
 */
export async function testChannel({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<SendView> {
  const { channel } = parseInput(testChannelSchema, input);
  const settings = await readNotificationSettings();
  if (!readyChannels(settings).includes(channel))
    throw new AppError("conflict", whyNotReady(channel, settings));
  const id = newId("notificationSend");
  const content: SendContent = { notifications: [], omitted: 0 };
  const messages = await db().$transaction(async (tx) => {
    await tx.notificationSend.create({
      data: { id, channel, isTest: true, content: JSON.stringify(content), maxAttempts: 1 },
    });
    await writeAudit(tx, {
      actor,
      action: "notifications.tested",
      targetType: "instance",
      targetId: "notifications",
      detail: channel,
    });
    // Should this process end before the attempt has, the engine takes it up.
    return enqueue(
      tx,
      [{ id, name: engineEvents.notificationSendRequested, data: { sendId: id } }],
      { delayMs: ABANDONED_MS },
    );
  });
  await attemptSend(id, 1);
  await withdraw(messages);
  return sendView(await db().notificationSend.findUniqueOrThrow({ where: { id } }));
}

function whyNotReady(channel: Channel, { email }: NotificationSettings): string {
  if (channel === "webhook") return "Save an address to send to first.";
  return email.recipients.length === 0 && isMailConfigured()
    ? "Save the address of somebody who gets the mail first."
    : "The operator has to set SMTP_URL and MAIL_FROM before mail can be sent.";
}
