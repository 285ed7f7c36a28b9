import "server-only";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import type { NotificationSendModel } from "@/lib/generated/prisma/models/NotificationSend";
import { log } from "@/lib/log";
import { outboundGuard } from "@/lib/net/outbound-guard";
import {
  type Message,
  mailOf,
  WEBHOOK_EVENT,
  WEBHOOK_TEST_EVENT,
  webhookBody,
} from "@/lib/notifications/compose";
import { deliverMail } from "@/lib/notifications/deliver-mail";
import { SEND_ATTEMPTS } from "@/lib/notifications/make-sends";
import type { SendContent } from "@/lib/notifications/sends";
import { type NotificationSettings, readNotificationSettings } from "@/lib/notifications/settings";
import { readSecret } from "@/lib/secrets/store";
import { describeFailure } from "@/lib/webhooks/describe-failure";
import { isRetryable } from "@/lib/webhooks/failures";
import { buildHeaders } from "@/lib/webhooks/headers";
import { TIMEOUT_SECONDS_DEFAULT } from "@/lib/webhooks/rules";
import { nextWaitMs, outageWaitMs, PATIENCE_MS } from "@/lib/webhooks/schedule";
import { sendWebhook } from "@/lib/webhooks/send";

/** How an attempt to send a message went. */
export interface SendOutcome {
  failure: { kind: string; message: string; hint: string } | null;
  mayRetry: boolean;
  statusCode: number | null;
  durationMs: number;
  /** The Retry-After of a webhook's receiver. */
  retryAfter: string | null;
}

/** What a step hands to its function: `nextAttemptAt` is set when another attempt is due. */
export type SendState = { status: string; nextAttemptAt: string | null };

const underway = new Map<string, Promise<SendState>>();

/**
 * Makes one attempt to send a message, and records it, however it ends. Repeated with the same number
 * (the engine lost our answer) it joins the attempt under way, or returns what it recorded. A message
 * whose process died while it was being sent is sent again, under the same id.
 * @param attempt 1, 2, …
 */
export function attemptSend(sendId: string, attempt: number): Promise<SendState> {
  const key = `${sendId} ${attempt}`;
  const joined = underway.get(key);
  if (joined) return joined;
  const work = makeAttempt(sendId, attempt).finally(() => underway.delete(key));
  underway.set(key, work);
  return work;
}

const stateOf = ({ status, nextAttemptAt }: NotificationSendModel): SendState => ({
  status,
  nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
});

async function makeAttempt(sendId: string, attempt: number): Promise<SendState> {
  const send = await db().notificationSend.findUnique({ where: { id: sendId } });
  if (!send) return { status: "gone", nextAttemptAt: null };
  if (send.completedAt !== null || send.attempts >= attempt) return stateOf(send);
  const settings = await readNotificationSettings();
  const message: Message = {
    ...(JSON.parse(send.content) as SendContent),
    isTest: send.isTest,
    createdAt: send.createdAt,
    appUrl: env().appUrl,
  };
  const outcome =
    send.channel === "email"
      ? await deliverMail({ sendId, mail: mailOf(message), recipients: settings.email.recipients })
      : await deliverWebhook({ sendId, attempt, message, webhook: settings.webhook });
  return record(send, attempt, outcome);
}

async function deliverWebhook({
  sendId,
  attempt,
  message,
  webhook,
}: {
  sendId: string;
  attempt: number;
  message: Message;
  webhook: NotificationSettings["webhook"];
}): Promise<SendOutcome> {
  if (webhook.url === null)
    return unsent("invalid_request", "The address was removed before this was sent.");
  let secrets: string[];
  try {
    secrets = webhook.secretId === null ? [] : [await readSecret(db(), webhook.secretId)];
  } catch (error) {
    log.error({ err: error }, "the secret of the notifications' webhook could not be read");
    const hint = "Enter the secret of the webhook again, in Settings › Notifications.";
    return unsent("secret_unavailable", describeFailure("secret_unavailable").message, hint);
  }
  const body = webhookBody(message);
  const headers = buildHeaders({
    deliveryId: sendId,
    event: message.isTest ? WEBHOOK_TEST_EVENT : WEBHOOK_EVENT,
    attempt,
    timestampSeconds: Math.floor(Date.now() / 1000),
    body,
    secrets,
    custom: {},
  });
  const result = await sendWebhook({
    url: webhook.url,
    body,
    headers,
    timeoutMs: TIMEOUT_SECONDS_DEFAULT * 1000,
    guard: await outboundGuard(webhook.url),
  });
  const { failure, statusCode, durationMs, retryAfter } = result;
  // Nobody is there to choose for which of 408, 425 and 429 it is tried again.
  const mayRetry = isRetryable(failure?.kind ?? null, statusCode, { retryOn: [408, 425, 429] });
  return { failure, mayRetry, statusCode, durationMs, retryAfter };
}

const unsent = (kind: string, message: string, hint = ""): SendOutcome => ({
  failure: { kind, message, hint },
  mayRetry: false,
  statusCode: null,
  durationMs: 0,
  retryAfter: null,
});

async function record(
  send: NotificationSendModel,
  attempt: number,
  { failure, mayRetry, statusCode, durationMs, retryAfter }: SendOutcome,
): Promise<SendState> {
  const now = new Date();
  const baseSeconds = env().WEBHOOK_BACKOFF_BASE_SECONDS;
  // For each attempt that the outgoing proxy let down, the message has got another.
  const outages = Math.max(0, send.maxAttempts - SEND_ATTEMPTS);
  const isOurs =
    failure?.kind === "proxy" &&
    !send.isTest &&
    now.getTime() - send.createdAt.getTime() < PATIENCE_MS;
  const waitMs = isOurs
    ? outageWaitMs({ outages: outages + 1, baseSeconds })
    : failure !== null && mayRetry && attempt < send.maxAttempts
      ? nextWaitMs({
          failedAttempts: attempt - outages,
          baseSeconds,
          retryAfter,
          now: now.getTime(),
        })
      : null;
  const status = failure === null ? "succeeded" : waitMs === null ? "failed" : "pending";
  // Where another process was faster, its word stands.
  await db().notificationSend.updateMany({
    where: { id: send.id, attempts: { lt: attempt }, completedAt: null },
    data: {
      status,
      attempts: attempt,
      maxAttempts: send.maxAttempts + (isOurs ? 1 : 0),
      lastAttemptAt: now,
      nextAttemptAt: waitMs === null ? null : new Date(now.getTime() + waitMs),
      completedAt: waitMs === null ? now : null,
      statusCode,
      durationMs: Math.round(durationMs),
      failureKind: failure?.kind ?? null,
      failureMessage: failure?.message ?? null,
      failureHint: failure?.hint ?? null,
    },
  });
  if (failure)
    log.warn(
      { sendId: send.id, channel: send.channel, attempt, kind: failure.kind, status },
      "a notification could not be sent",
    );
  return stateOf(await db().notificationSend.findUniqueOrThrow({ where: { id: send.id } }));
}
