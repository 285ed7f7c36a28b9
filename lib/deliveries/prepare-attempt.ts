import "server-only";
import type { AttemptRequest } from "@/lib/deliveries/attempt-delivery";
import { type AttemptOutcome, outcomeOf } from "@/lib/deliveries/finish-attempt";
import { type LockedDelivery, lockDeliveries } from "@/lib/deliveries/lock-deliveries";
import { restState } from "@/lib/deliveries/rest-state";
import {
  type Context,
  type DueAttempt,
  type OpenAttempt,
  type Send,
  writeAttempts,
} from "@/lib/deliveries/write-attempts";
import { isDueInReplay } from "@/lib/replays/is-due-in-replay";
import { type Sql, sharedFaults, sqlTransaction } from "@/lib/sql";
import { type Manner, together } from "@/lib/together";
import { describeFailure } from "@/lib/webhooks/describe-failure";

export type Prepared =
  | { kind: "settled"; outcome: AttemptOutcome }
  | { kind: "wait" }
  | { kind: "attempt"; attempt: OpenAttempt; send: Send };

/**
 * Decides, under the delivery's lock, whether an attempt is due, and writes its row before anything
 * is sent: what happens to the process after that, the attempt is known. Those that are asked for at
 * the same moment share a transaction (decision 028).
 */
export const prepareAttempt: (request: AttemptRequest) => Promise<Prepared> = together(
  prepareAttempts,
  { atMost: 32, atOnce: 2, keyOf: ({ deliveryId }) => deliveryId, ...sharedFaults },
);

function prepareAttempts(
  requests: readonly AttemptRequest[],
  { isPatient }: Manner,
): Promise<Prepared[]> {
  const deliveryIds = requests.map(({ deliveryId }) => deliveryId);
  return sqlTransaction(
    async (tx) => {
      const [deliveries, earlier, contexts] = await Promise.all([
        lockDeliveries(tx, deliveryIds),
        earlierAttempts(tx, requests),
        contextsOf(tx, deliveryIds),
      ]);
      const due: DueAttempt[] = [];
      const decided = new Map<string, Prepared>();
      for (const request of requests) {
        const { deliveryId } = request;
        const delivery = deliveries.get(deliveryId);
        const context = contexts.get(deliveryId);
        if (!delivery || !context) {
          decided.set(deliveryId, settled({ status: "gone", nextAttemptAt: null }));
          continue;
        }
        const one = { request, delivery, context };
        const attempts = earlier.filter((attempt) => attempt.deliveryId === deliveryId);
        const reason = await whyNotDue(tx, one, attempts);
        if (reason) decided.set(deliveryId, reason);
        else due.push(one);
      }
      for (const written of await writeAttempts(tx, due))
        decided.set(written.attempt.deliveryId, { kind: "attempt", ...written });
      return requests.map(({ deliveryId }) => {
        const prepared = decided.get(deliveryId);
        if (!prepared) throw new Error(`Nothing was decided about ${deliveryId}.`);
        return prepared;
      });
    },
    { isPatient },
  );
}

const settled = (outcome: AttemptOutcome): Prepared => ({ kind: "settled", outcome });

/** What an attempt comes to that is not to be made now; null when it is. */
async function whyNotDue(
  tx: Sql,
  { request, delivery, context }: DueAttempt,
  attempts: readonly Earlier[],
): Promise<Prepared | null> {
  // The step has made its attempt before.
  if (attempts.some(({ stepKey, isOpen }) => stepKey === request.stepKey && !isOpen))
    return settled(outcomeOf(delivery));
  const open = attempts.find(({ isOpen }) => isOpen);
  if (open?.isLeased) return { kind: "wait" };
  if (open) await markInterrupted(tx, open.id);

  if (!isDue(request, delivery)) return settled(outcomeOf(delivery));
  if (!(await isDueInReplay(tx, request, delivery))) {
    const standing = open ? await putToRest(tx, delivery) : delivery;
    return settled(outcomeOf(standing));
  }
  // Deleting a scenario cancels its deliveries; one that a run added in that very moment is left.
  if (request.trigger !== "automatic" || !context.isScenarioDeleted) return null;
  await tx.$executeRaw`
    UPDATE deliveries
    SET status = 'cancelled', next_attempt_at = NULL, completed_at = clock_timestamp()
    WHERE id = ${delivery.id}`;
  return settled({ status: "cancelled", nextAttemptAt: null });
}

interface Earlier {
  id: string;
  deliveryId: string;
  stepKey: string | null;
  isOpen: boolean;
  /** Its process vouches for it still, by the database's clock: those of web servers differ. */
  isLeased: boolean;
}

/** Attempts that steps of these names have made, and those that have not ended. */
function earlierAttempts(tx: Sql, requests: readonly AttemptRequest[]): Promise<Earlier[]> {
  return tx.$queryRaw<Earlier[]>`
    SELECT id, delivery_id AS "deliveryId", step_key AS "stepKey", completed_at IS NULL AS "isOpen",
      coalesce(lease_until > clock_timestamp(), false) AS "isLeased"
    FROM attempts
    WHERE delivery_id = ANY(${requests.map(({ deliveryId }) => deliveryId)}::text[])
      AND (step_key = ANY(${requests.map(({ stepKey }) => stepKey)}::text[]) OR completed_at IS NULL)`;
}

async function contextsOf(tx: Sql, deliveryIds: readonly string[]): Promise<Map<string, Context>> {
  const contexts = await tx.$queryRaw<(Context & { deliveryId: string })[]>`
    SELECT deliveries.id AS "deliveryId", body, run.version_id AS "versionId",
      published_version_id AS "publishedId", deleted_at IS NOT NULL AS "isScenarioDeleted"
    FROM deliveries
    JOIN runs run ON run.id = deliveries.run_id
    JOIN scenarios ON scenarios.id = deliveries.scenario_id
    WHERE deliveries.id = ANY(${[...deliveryIds]}::text[])`;
  return new Map(contexts.map((context) => [context.deliveryId, context]));
}

/** Of what is sent no more, and whose last attempt was interrupted: nothing is being sent. */
async function putToRest(tx: Sql, delivery: LockedDelivery): Promise<LockedDelivery> {
  if (delivery.status !== "sending") return delivery;
  const { status, completedAt = delivery.completedAt } = await restState(tx, delivery, new Date());
  await tx.$executeRaw`
    UPDATE deliveries SET status = ${status}, completed_at = ${completedAt}::timestamptz
    WHERE id = ${delivery.id}`;
  return { ...delivery, status, completedAt };
}

/** A resend always is; what happens by itself, only while the delivery waits for just that. */
function isDue({ trigger }: AttemptRequest, delivery: LockedDelivery): boolean {
  const { status, heldAt, releasedAt } = delivery;
  const isHeld = heldAt !== null && releasedAt === null;
  if (trigger === "probe") return isHeld && ["pending", "sending"].includes(status);
  return trigger !== "automatic" || ["pending", "retrying", "sending"].includes(status);
}

async function markInterrupted(tx: Sql, attemptId: string): Promise<void> {
  const { message, hint } = describeFailure("interrupted");
  await tx.$executeRaw`
    UPDATE attempts SET completed_at = clock_timestamp(), lease_until = NULL, step_key = NULL,
      failure_kind = 'interrupted', failure_message = ${message}, failure_hint = ${hint}
    WHERE id = ${attemptId}`;
}
