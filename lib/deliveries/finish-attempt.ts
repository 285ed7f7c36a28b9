import "server-only";
import { engineEvents } from "@/inngest/client";
import type { AttemptRequest } from "@/lib/deliveries/attempt-delivery";
import { type LockedDelivery, lockDelivery } from "@/lib/deliveries/lock-delivery";
import { outagesOf, waitOutOutage } from "@/lib/deliveries/outages";
import type { OpenAttempt } from "@/lib/deliveries/prepare-attempt";
import { restState } from "@/lib/deliveries/rest-state";
import { env } from "@/lib/env";
import { enqueue } from "@/lib/events/outbox";
import { endReplayItem } from "@/lib/replays/end-item";
import { goOn } from "@/lib/runs/go-on";
import { type Sql, sqlTransaction } from "@/lib/sql";
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
export function outcomeOf(
  delivery: Pick<LockedDelivery, "status" | "nextAttemptAt">,
): AttemptOutcome {
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
  attempt: OpenAttempt;
  result: AttemptResult;
  retryOn: readonly number[];
}): Promise<AttemptOutcome> {
  const { attempt, result } = args;
  const now = new Date();
  const failure = result.failure;
  const { outcome, messages, runId } = await sqlTransaction(async (tx) => {
    const [delivery, isRecorded] = await Promise.all([
      lockDelivery(tx, attempt.deliveryId),
      recordAttempt(tx, attempt.id, { result, now }),
    ]);
    if (!delivery) throw new Error(`The delivery ${attempt.deliveryId} is gone.`);
    const { runId } = delivery;
    if (!isRecorded) return { outcome: outcomeOf(delivery), messages: [], runId };
    const next = { ...delivery, ...(await followUp(tx, args, delivery, now)) };
    await endReplayItem(tx, { ...args.request, failure: failure?.message ?? null });
    const ended = next.status === "succeeded" || next.status === "failed";
    const goesOn = {
      id: `${delivery.id}:${attempt.number}`,
      name: engineEvents.runAdvanced,
      data: { runId },
    };
    const told = {
      ...next,
      lastFailureMessage: failure?.message ?? null,
      lastFailureHint: failure?.hint ?? null,
    };
    const [messages] = await Promise.all([
      enqueue(tx, ended ? [goesOn] : []),
      recordDelivery(tx, next, result),
      deliveryEnded(tx, told, {
        arrived: failure === null,
        isFirstEnd: delivery.completedAt === null,
      }),
    ]);
    return { outcome: outcomeOf(next), messages, runId };
  });
  await goOn(messages.map((messageId) => ({ runId, messageId })));
  return outcome;
}

/**
 * A success counts that comes after its attempt was given up, unless the delivery has arrived by another.
 * @returns false when the attempt had ended otherwise before
 */
async function recordAttempt(
  tx: Sql,
  id: string,
  { result, now }: { result: AttemptResult; now: Date },
): Promise<boolean> {
  const { failure, responseHeaders, timings } = result;
  const recorded = await tx.$executeRaw`
    UPDATE attempts SET completed_at = ${now.toISOString()}::timestamptz, lease_until = NULL,
      duration_ms = ${Math.round(result.durationMs ?? 0)}, status_code = ${result.statusCode ?? null},
      response_headers = ${responseHeaders ? JSON.stringify(responseHeaders) : null},
      response_body = ${result.responseBody ?? null}, truncated = ${result.truncated ?? false},
      failure_kind = ${failure?.kind ?? null}, failure_message = ${failure?.message ?? null},
      failure_hint = ${failure?.hint ?? null}, remote_address = ${result.remoteAddress ?? null},
      timings = ${timings ? JSON.stringify(timings) : null}
    FROM deliveries
    WHERE attempts.id = ${id} AND deliveries.id = attempts.delivery_id
      AND (attempts.completed_at IS NULL
        OR ${failure === null}::boolean AND failure_kind = 'interrupted'
          AND deliveries.status <> 'succeeded')`;
  return recorded > 0;
}

/** Where the delivery stands now. Of one that has arrived, the success stays what is told first. */
async function recordDelivery(
  tx: Sql,
  { id, status, nextAttemptAt, completedAt }: LockedDelivery,
  { failure, statusCode, durationMs }: AttemptResult,
): Promise<void> {
  const next = nextAttemptAt?.toISOString() ?? null;
  const completed = completedAt?.toISOString() ?? null;
  if (failure && status === "succeeded") {
    await tx.$executeRaw`
      UPDATE deliveries SET status = ${status}, next_attempt_at = ${next}::timestamptz,
        completed_at = ${completed}::timestamptz
      WHERE id = ${id}`;
    return;
  }
  await tx.$executeRaw`
    UPDATE deliveries SET status = ${status}, next_attempt_at = ${next}::timestamptz,
      completed_at = ${completed}::timestamptz, last_status_code = ${statusCode ?? null},
      last_failure_kind = ${failure?.kind ?? null}, last_failure_message = ${failure?.message ?? null},
      last_failure_hint = ${failure?.hint ?? null}, last_duration_ms = ${Math.round(durationMs ?? 0)}
    WHERE id = ${id}`;
}

type FollowUp = { status?: string; nextAttemptAt?: Date | null; completedAt?: Date | null };

async function followUp(
  tx: Sql,
  { request, result, retryOn }: Parameters<typeof finishAttempt>[0],
  delivery: LockedDelivery,
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
  const failed: FollowUp = { status: "failed", nextAttemptAt: null, completedAt: now };
  const retryable = isRetryable(failure.kind, result.statusCode ?? null, { retryOn: [...retryOn] });
  if (!retryable) return failed;
  const outages = await outagesOf(tx, delivery.id);
  if (failure.kind === "proxy") {
    const nextAttemptAt = delivery.isTest
      ? null
      : await waitOutOutage(tx, delivery.id, outages, now);
    return nextAttemptAt ? { status: "retrying", nextAttemptAt, completedAt: null } : failed;
  }
  if (request.scheduled >= delivery.maxAttempts) return failed;
  const waitMs = nextWaitMs({
    failedAttempts: request.scheduled - outages.count,
    baseSeconds: env().WEBHOOK_BACKOFF_BASE_SECONDS,
    retryAfter: result.retryAfter ?? null,
    now: now.getTime(),
  });
  return { status: "retrying", nextAttemptAt: new Date(now.getTime() + waitMs), completedAt: null };
}
