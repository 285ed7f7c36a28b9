import "server-only";
import { engineEvents } from "@/inngest/client";
import { type Db, db } from "@/lib/db";
import type { AttemptRequest } from "@/lib/deliveries/attempt-delivery";
import { restState } from "@/lib/deliveries/rest-state";
import { env } from "@/lib/env";
import { enqueue } from "@/lib/events/outbox";
import type { AttemptModel as Attempt } from "@/lib/generated/prisma/models/Attempt";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { endReplayItem } from "@/lib/replays/end-item";
import { goOn } from "@/lib/runs/go-on";
import { deliveryEnded } from "@/lib/targets/delivery-ended";
import { isRetryable } from "@/lib/webhooks/failures";
import { nextWaitMs } from "@/lib/webhooks/schedule";
import type { SendFailure, SendResult } from "@/lib/webhooks/send";

/** What an attempt step hands to the function: `nextAttemptAt` is set when another one is due. */
export type AttemptOutcome = { status: string; nextAttemptAt: string | null };

/** The part of a send's result that is there even when nothing could be sent. */
export type AttemptResult = Partial<SendResult> & { failure: SendFailure | null };

/**
 * What a delivery's recorded state means to the function that is waiting for it. While a resend is
 * being sent the schedule stands as it was: the function must not take its attempt for the last one.
 */
export function outcomeOf(delivery: Pick<Delivery, "status" | "nextAttemptAt">): AttemptOutcome {
  const isOpen = delivery.status === "retrying" || delivery.status === "sending";
  const waiting = isOpen && delivery.nextAttemptAt;
  return { status: delivery.status, nextAttemptAt: waiting ? waiting.toISOString() : null };
}

/**
 * Records how an attempt ended and what follows for its delivery, in one transaction, and lets the
 * run go on when the delivery has come to an end. Of an attempt that was given up meanwhile (its process
 * lost its lease) a late failure changes nothing: another has followed it. A late success counts, unless
 * the delivery has arrived by that other one.
 */
export async function finishAttempt(args: {
  request: AttemptRequest;
  attempt: Attempt;
  result: AttemptResult;
  retryOn: readonly number[];
}): Promise<AttemptOutcome> {
  const { attempt, result } = args;
  const now = new Date();
  const failure = result.failure;
  const { outcome, messages, runId } = await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM deliveries WHERE id = ${attempt.deliveryId} FOR UPDATE`;
    const delivery = await tx.delivery.findUniqueOrThrow({ where: { id: attempt.deliveryId } });
    const isLate = failure === null && delivery.status !== "succeeded";
    const recorded = await tx.attempt.updateMany({
      where: {
        id: attempt.id,
        OR: [{ completedAt: null }, ...(isLate ? [{ failureKind: "interrupted" }] : [])],
      },
      data: {
        completedAt: now,
        leaseUntil: null,
        durationMs: Math.round(result.durationMs ?? 0),
        statusCode: result.statusCode ?? null,
        responseHeaders: result.responseHeaders ? JSON.stringify(result.responseHeaders) : null,
        responseBody: result.responseBody ?? null,
        truncated: result.truncated ?? false,
        failureKind: failure?.kind ?? null,
        failureMessage: failure?.message ?? null,
        failureHint: failure?.hint ?? null,
        remoteAddress: result.remoteAddress ?? null,
        timings: result.timings ? JSON.stringify(result.timings) : null,
      },
    });
    if (recorded.count === 0) {
      return { outcome: outcomeOf(delivery), messages: [], runId: delivery.runId };
    }
    const next = await followUp(tx, args, delivery, now);
    const updated = await tx.delivery.update({
      where: { id: delivery.id },
      data: {
        ...next,
        // Of a delivery that has arrived, the success stays what is told first.
        ...(failure && next.status === "succeeded" ? {} : lastResult(result)),
      },
    });
    await endReplayItem(tx, { ...args.request, failure: failure?.message ?? null });
    await deliveryEnded(tx, updated, {
      arrived: failure === null,
      isFirstEnd: delivery.completedAt === null,
    });
    const ended = updated.status === "succeeded" || updated.status === "failed";
    const messages = ended
      ? await enqueue(tx, [
          {
            id: `${delivery.id}:${attempt.number}`,
            name: engineEvents.runAdvanced,
            data: { runId: delivery.runId },
          },
        ])
      : [];
    return { outcome: outcomeOf(updated), messages, runId: delivery.runId };
  });
  await goOn(messages.map((messageId) => ({ runId, messageId })));
  return outcome;
}

function lastResult({ failure, statusCode, durationMs }: AttemptResult) {
  return {
    lastStatusCode: statusCode ?? null,
    lastFailureKind: failure?.kind ?? null,
    lastFailureMessage: failure?.message ?? null,
    lastFailureHint: failure?.hint ?? null,
    lastDurationMs: Math.round(durationMs ?? 0),
  };
}

type FollowUp = { status?: string; nextAttemptAt?: Date | null; completedAt?: Date | null };

async function followUp(
  tx: Db,
  { request, result, retryOn }: Parameters<typeof finishAttempt>[0],
  delivery: Delivery,
  now: Date,
): Promise<FollowUp> {
  const failure = result.failure;
  if (!failure) return { status: "succeeded", nextAttemptAt: null, completedAt: now };
  // Cancelled while it was being sent: what came back is recorded, and nothing follows.
  if (delivery.status === "cancelled") return {};
  // The attempt before it was taken for interrupted, and has arrived after all.
  if (delivery.status === "succeeded") return { status: "succeeded" };
  if (request.trigger === "manual" || request.trigger === "probe")
    return restState(tx, delivery, now);
  const retryable = isRetryable(failure.kind, result.statusCode ?? null, { retryOn: [...retryOn] });
  if (!retryable || request.scheduled >= delivery.maxAttempts) {
    return { status: "failed", nextAttemptAt: null, completedAt: now };
  }
  const waitMs = nextWaitMs({
    failedAttempts: request.scheduled,
    baseSeconds: env().WEBHOOK_BACKOFF_BASE_SECONDS,
    retryAfter: result.retryAfter ?? null,
    now: now.getTime(),
  });
  return { status: "retrying", nextAttemptAt: new Date(now.getTime() + waitMs), completedAt: null };
}
