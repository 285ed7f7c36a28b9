import "server-only";
import type { AttemptRequest } from "@/lib/deliveries/attempt-delivery";
import type { LockedDelivery } from "@/lib/deliveries/lock-deliveries";
import type { OpenAttempt } from "@/lib/deliveries/write-attempts";
import type { Sql } from "@/lib/sql";
import type { SendFailure, SendResult } from "@/lib/webhooks/send";

/** The part of a send's result that is there even when nothing could be sent. */
export type AttemptResult = Partial<SendResult> & { failure: SendFailure | null };

/** How an attempt ended. */
export interface EndedAttempt {
  request: AttemptRequest;
  attempt: OpenAttempt;
  result: AttemptResult;
  retryOn: readonly number[];
}

/**
 * Writes how attempts ended, of deliveries that are locked. A success counts that comes after its attempt
 * was given up, unless the delivery has arrived by another.
 * @returns the ids of those that had not ended otherwise before
 */
export async function recordAttempts(
  tx: Sql,
  ended: readonly EndedAttempt[],
  now: Date,
): Promise<Set<string>> {
  const results = ended.map(({ result }) => result);
  const recorded = await tx.$queryRaw<{ id: string }[]>`
    UPDATE attempts SET completed_at = ${now.toISOString()}::timestamptz, lease_until = NULL,
      duration_ms = ended.duration_ms, status_code = ended.status_code,
      response_headers = ended.response_headers, response_body = ended.response_body,
      truncated = ended.truncated, failure_kind = ended.failure_kind,
      failure_message = ended.failure_message, failure_hint = ended.failure_hint,
      remote_address = ended.remote_address, timings = ended.timings
    FROM unnest(${ended.map(({ attempt }) => attempt.id)}::text[],
      ${ended.map(({ attempt }) => attempt.deliveryId)}::text[],
      ${results.map(({ durationMs }) => Math.round(durationMs ?? 0))}::int[],
      ${results.map(({ statusCode }) => statusCode ?? null)}::int[],
      ${results.map(({ responseHeaders }) => jsonOf(responseHeaders))}::text[],
      ${results.map(({ responseBody }) => responseBody ?? null)}::text[],
      ${results.map(({ truncated }) => truncated ?? false)}::boolean[],
      ${results.map(({ failure }) => failure?.kind ?? null)}::text[],
      ${results.map(({ failure }) => failure?.message ?? null)}::text[],
      ${results.map(({ failure }) => failure?.hint ?? null)}::text[],
      ${results.map(({ remoteAddress }) => remoteAddress ?? null)}::text[],
      ${results.map(({ timings }) => jsonOf(timings))}::text[])
      AS ended (id, delivery_id, duration_ms, status_code, response_headers, response_body, truncated,
        failure_kind, failure_message, failure_hint, remote_address, timings)
    JOIN deliveries ON deliveries.id = ended.delivery_id
    WHERE attempts.id = ended.id
      AND (attempts.completed_at IS NULL
        OR ended.failure_kind IS NULL AND attempts.failure_kind = 'interrupted'
          AND deliveries.status <> 'succeeded')
    RETURNING attempts.id`;
  return new Set(recorded.map(({ id }) => id));
}

const jsonOf = (value: unknown): string | null => (value ? JSON.stringify(value) : null);

/** What an attempt's end makes of its delivery. */
export interface Change {
  before: LockedDelivery;
  next: LockedDelivery;
  result: AttemptResult;
}

/** Writes where deliveries stand now. Of one that has arrived, the success stays what is told first. */
export async function recordDeliveries(tx: Sql, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const results = changes.map(({ result }) => result);
  await tx.$executeRaw`
    UPDATE deliveries SET status = next.status, next_attempt_at = next.next_attempt_at,
      completed_at = next.completed_at,
      last_status_code = CASE WHEN is_told THEN next.status_code ELSE last_status_code END,
      last_failure_kind = CASE WHEN is_told THEN next.failure_kind ELSE last_failure_kind END,
      last_failure_message = CASE WHEN is_told THEN next.failure_message ELSE last_failure_message END,
      last_failure_hint = CASE WHEN is_told THEN next.failure_hint ELSE last_failure_hint END,
      last_duration_ms = CASE WHEN is_told THEN next.duration_ms ELSE last_duration_ms END
    FROM unnest(${changes.map(({ next }) => next.id)}::text[],
      ${changes.map(({ next }) => next.status)}::text[],
      ${changes.map(({ next }) => next.nextAttemptAt?.toISOString() ?? null)}::timestamptz[],
      ${changes.map(({ next }) => next.completedAt?.toISOString() ?? null)}::timestamptz[],
      ${changes.map(({ next, result }) => !(result.failure && next.status === "succeeded"))}::boolean[],
      ${results.map(({ statusCode }) => statusCode ?? null)}::int[],
      ${results.map(({ failure }) => failure?.kind ?? null)}::text[],
      ${results.map(({ failure }) => failure?.message ?? null)}::text[],
      ${results.map(({ failure }) => failure?.hint ?? null)}::text[],
      ${results.map(({ durationMs }) => Math.round(durationMs ?? 0))}::int[])
      AS next (id, status, next_attempt_at, completed_at, is_told, status_code, failure_kind,
        failure_message, failure_hint, duration_ms)
    WHERE deliveries.id = next.id`;
}
