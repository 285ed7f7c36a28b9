import "server-only";
import { engineEvents } from "@/inngest/client";
import { type LockedDelivery, lockDeliveries } from "@/lib/deliveries/lock-deliveries";
import { outagesOf, waitOutOutage } from "@/lib/deliveries/outages";
import {
  type Change,
  type EndedAttempt,
  recordAttempts,
  recordDeliveries,
} from "@/lib/deliveries/record-ends";
import { restState } from "@/lib/deliveries/rest-state";
import type { OpenAttempt } from "@/lib/deliveries/write-attempts";
import { env } from "@/lib/env";
import { enqueue } from "@/lib/events/outbox";
import { endReplayItem } from "@/lib/replays/end-item";
import { goOn } from "@/lib/runs/go-on";
import { type Sql, sharedFaults, sqlTransaction } from "@/lib/sql";
import { deliveriesEnded } from "@/lib/targets/delivery-ended";
import { type Manner, together } from "@/lib/together";
import { isRetryable } from "@/lib/webhooks/failures";
import { nextWaitMs } from "@/lib/webhooks/schedule";

/** What an attempt step hands to the function: `nextAttemptAt` is set when another one is due. */
export type AttemptOutcome = { status: string; nextAttemptAt: string | null };

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
 * the delivery has arrived by that other one. Those that end at the same moment share a transaction
 * (decision 028).
 */
export async function finishAttempt(ended: EndedAttempt): Promise<AttemptOutcome> {
  const { outcome, goesOn } = await record(ended);
  await goOn(goesOn);
  return outcome;
}

const record = together(recordEnds, {
  atMost: 32,
  atOnce: 2,
  keyOf: ({ attempt }: EndedAttempt) => attempt.deliveryId,
  ...sharedFaults,
});

interface Recorded {
  outcome: AttemptOutcome;
  /** The run that has to go on because of it, if any. */
  goesOn: { runId: string; messageId: string }[];
}

function recordEnds(ended: readonly EndedAttempt[], { isPatient }: Manner): Promise<Recorded[]> {
  const now = new Date();
  return sqlTransaction(
    async (tx) => {
      const deliveryIds = ended.map(({ attempt }) => attempt.deliveryId);
      const [deliveries, recorded] = await Promise.all([
        lockDeliveries(tx, deliveryIds),
        recordAttempts(tx, ended, now),
      ]);
      const changes: Change[] = [];
      const all: Recorded[] = [];
      for (const one of ended) {
        const delivery = deliveries.get(one.attempt.deliveryId);
        if (!delivery) throw new Error(`The delivery ${one.attempt.deliveryId} is gone.`);
        if (!recorded.has(one.attempt.id)) {
          all.push({ outcome: outcomeOf(delivery), goesOn: [] });
          continue;
        }
        const next = { ...delivery, ...(await followUp(tx, one, delivery, now)) };
        changes.push({ before: delivery, next, result: one.result });
        all.push({ outcome: outcomeOf(next), goesOn: goesOnAfter(next, one.attempt) });
      }
      await endReplayItems(tx, ended, recorded);
      await Promise.all([
        enqueue(
          tx,
          all.flatMap(({ goesOn }) =>
            goesOn.map(({ runId, messageId }) => ({
              id: messageId,
              name: engineEvents.runAdvanced,
              data: { runId },
            })),
          ),
        ),
        recordDeliveries(tx, changes),
        deliveriesEnded(tx, changes.map(endOf)),
      ]);
      return all;
    },
    { isPatient },
  );
}

function goesOnAfter({ id, runId, status }: LockedDelivery, { number }: OpenAttempt) {
  const hasEnded = status === "succeeded" || status === "failed";
  return hasEnded ? [{ runId, messageId: `${id}:${number}` }] : [];
}

async function endReplayItems(
  tx: Sql,
  ended: readonly EndedAttempt[],
  recorded: ReadonlySet<string>,
): Promise<void> {
  for (const { request, attempt, result } of ended)
    if (recorded.has(attempt.id))
      await endReplayItem(tx, { ...request, failure: result.failure?.message ?? null });
}

const endOf = ({ before, next, result: { failure } }: Change) => ({
  delivery: {
    ...next,
    lastFailureMessage: failure?.message ?? null,
    lastFailureHint: failure?.hint ?? null,
  },
  arrived: failure === null,
  isFirstEnd: before.completedAt === null,
});

type FollowUp = { status?: string; nextAttemptAt?: Date | null; completedAt?: Date | null };

async function followUp(
  tx: Sql,
  { request, result, retryOn }: EndedAttempt,
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
