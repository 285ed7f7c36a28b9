import "server-only";
import type { SendWebhookConfig } from "@/lib/apps/webhooks/manifest";
import type { AttemptRequest } from "@/lib/deliveries/attempt-delivery";
import { type ResolvedConfig, resolveConfig, webhookConfig } from "@/lib/deliveries/config";
import { hostOf } from "@/lib/deliveries/create-delivery";
import {
  type AttemptOutcome,
  type AttemptResult,
  outcomeOf,
} from "@/lib/deliveries/finish-attempt";
import { LEASE_MS } from "@/lib/deliveries/lease";
import { type LockedDelivery, lockDelivery } from "@/lib/deliveries/lock-delivery";
import { restState } from "@/lib/deliveries/rest-state";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { isDueInReplay } from "@/lib/replays/is-due-in-replay";
import { readVersion } from "@/lib/scenarios/read-version";
import { originOf } from "@/lib/secrets/origin";
import { type Sql, sqlTransaction } from "@/lib/sql";
import { describeFailure } from "@/lib/webhooks/describe-failure";
import { buildHeaders, maskHeaders } from "@/lib/webhooks/headers";

type Send =
  | {
      kind: "ready";
      input: {
        url: string;
        body: string;
        headers: Record<string, string>;
        timeoutMs: number;
        secretHeaderNames: string[];
      };
      retryOn: number[];
    }
  | { kind: "unsendable"; result: AttemptResult };

/** An attempt that is under way. */
export interface OpenAttempt {
  id: string;
  deliveryId: string;
  number: number;
}

export type Prepared =
  | { kind: "settled"; outcome: AttemptOutcome }
  | { kind: "wait" }
  | { kind: "attempt"; attempt: OpenAttempt; send: Send };

/**
 * Decides, under the delivery's lock, whether an attempt is due, and writes its row before anything
 * is sent: what happens to the process after that, the attempt is known.
 */
export function prepareAttempt(request: AttemptRequest): Promise<Prepared> {
  return sqlTransaction(async (tx): Promise<Prepared> => {
    const [delivery, { isMade, open }, context] = await Promise.all([
      lockDelivery(tx, request.deliveryId),
      earlierAttempts(tx, request),
      contextOf(tx, request.deliveryId),
    ]);
    if (!delivery || !context) {
      return { kind: "settled", outcome: { status: "gone", nextAttemptAt: null } };
    }
    if (isMade) return { kind: "settled", outcome: outcomeOf(delivery) };
    if (open?.isLeased) return { kind: "wait" };
    if (open) await markInterrupted(tx, open.id);

    if (!isDue(request, delivery)) return { kind: "settled", outcome: outcomeOf(delivery) };
    if (!(await isDueInReplay(tx, request, delivery))) {
      const standing = open ? await putToRest(tx, delivery) : delivery;
      return { kind: "settled", outcome: outcomeOf(standing) };
    }
    // Deleting a scenario cancels its deliveries; one that a run added in that very moment is left.
    if (request.trigger === "automatic" && context.isScenarioDeleted) {
      await tx.$executeRaw`
        UPDATE deliveries
        SET status = 'cancelled', next_attempt_at = NULL, completed_at = clock_timestamp()
        WHERE id = ${delivery.id}`;
      return { kind: "settled", outcome: { status: "cancelled", nextAttemptAt: null } };
    }
    return writeAttempt(tx, request, delivery, context);
  });
}

interface Earlier {
  id: string;
  stepKey: string | null;
  isOpen: boolean;
  /** Its process vouches for it still, by the database's clock: those of web servers differ. */
  isLeased: boolean;
}

/** Whether the step has made its attempt before, and the attempt that has not ended. */
async function earlierAttempts(tx: Sql, { deliveryId, stepKey }: AttemptRequest) {
  const attempts = await tx.$queryRaw<Earlier[]>`
    SELECT id, step_key AS "stepKey", completed_at IS NULL AS "isOpen",
      coalesce(lease_until > clock_timestamp(), false) AS "isLeased"
    FROM attempts
    WHERE delivery_id = ${deliveryId} AND (step_key = ${stepKey} OR completed_at IS NULL)`;
  return {
    isMade: attempts.some((attempt) => attempt.stepKey === stepKey && !attempt.isOpen),
    open: attempts.find(({ isOpen }) => isOpen),
  };
}

interface Context {
  /** May be large. Read before it is known whether it is sent, since it nearly always is. */
  body: string;
  /** The version that the run is of. */
  versionId: string;
  /** The version that is live now. */
  publishedId: string | null;
  isScenarioDeleted: boolean;
}

async function contextOf(tx: Sql, deliveryId: string): Promise<Context | undefined> {
  const [context] = await tx.$queryRaw<Context[]>`
    SELECT body, run.version_id AS "versionId", published_version_id AS "publishedId",
      deleted_at IS NOT NULL AS "isScenarioDeleted"
    FROM deliveries
    JOIN runs run ON run.id = deliveries.run_id
    JOIN scenarios ON scenarios.id = deliveries.scenario_id
    WHERE deliveries.id = ${deliveryId}`;
  return context;
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

async function writeAttempt(
  tx: Sql,
  request: AttemptRequest,
  delivery: LockedDelivery,
  context: Context,
): Promise<Prepared> {
  const number = delivery.attemptCount + 1;
  const attempt = { id: newId("attempt"), deliveryId: delivery.id, number };
  const startedAt = new Date();
  const { body } = context;
  const { config, note } = await configFor(tx, request, delivery, context);
  const headers = buildHeaders({
    deliveryId: delivery.id,
    event: delivery.eventType,
    attempt: number,
    timestampSeconds: Math.floor(startedAt.getTime() / 1000),
    body,
    secrets: config?.secrets ?? [],
    custom: config?.headers ?? {},
  });
  const url = config?.url ?? delivery.url;
  const shown = JSON.stringify(maskHeaders(headers, config?.secretHeaderNames));
  // The delivery's address is the one that was used last: a resend may go to another than the run's.
  await tx.$executeRaw`
    WITH attempt AS (
      INSERT INTO attempts (id, delivery_id, number, step_key, trigger, started_at, lease_until, url,
        request_headers, note)
      VALUES (${attempt.id}, ${delivery.id}, ${number}, ${request.stepKey}, ${request.trigger},
        ${startedAt.toISOString()}::timestamptz,
        clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::int), ${url}, ${shown}, ${note}))
    UPDATE deliveries SET status = 'sending', attempt_count = ${number}, url = ${url},
      target_host = ${hostOf(url)}
    WHERE id = ${delivery.id}`;
  if (!config) {
    const failure = {
      kind: "secret_unavailable" as const,
      ...describeFailure("secret_unavailable"),
    };
    return { kind: "attempt", attempt, send: { kind: "unsendable", result: { failure } } };
  }
  const input = {
    url,
    body,
    headers,
    timeoutMs: config.timeoutMs,
    secretHeaderNames: config.secretHeaderNames,
  };
  return { kind: "attempt", attempt, send: { kind: "ready", input, retryOn: config.retryOn } };
}

/**
 * Automatic attempts keep the version of their run; a resend takes what is published now and says so,
 * and so does a delivery that was held: its target may have been mended by that version.
 * A null config: a secret could not be read.
 */
async function configFor(
  tx: Sql,
  request: AttemptRequest,
  delivery: LockedDelivery,
  { versionId, publishedId }: Context,
): Promise<{ config: ResolvedConfig | null; note: string | null }> {
  const version = await readVersion(tx, versionId);
  const own = version ? webhookConfig(version.graph, delivery.nodeId) : undefined;
  const published =
    publishedId && publishedId !== versionId ? await readVersion(tx, publishedId) : null;
  const current = published ? webhookConfig(published.graph, delivery.nodeId) : undefined;
  const takesCurrent =
    request.trigger === "manual" || request.trigger === "probe" || delivery.releasedAt !== null;
  const useCurrent = takesCurrent && current !== undefined;
  const base = useCurrent ? current : own;
  // A test keeps the secret that was on screen; otherwise one that was replaced since signs.
  // One that the live version does not have any more still signs what goes by the run's version,
  // and each address gets what is signed with its own.
  const isMoved = current !== undefined && own !== undefined && !leadToSamePlace(current, own);
  const replaced = useCurrent ? current.secret : (current?.secret ?? own?.secret);
  const signing = isMoved ? base?.secret : delivery.isTest ? own?.secret : replaced;
  try {
    if (!base) throw new Error("the version has no such webhook node");
    const note = useCurrent
      ? `Sent with the configuration of version ${published?.number}, which is live now.`
      : null;
    return { config: await resolveConfig(tx, base, signing), note };
  } catch (error) {
    log.error(
      { err: error, deliveryId: delivery.id },
      "a delivery's configuration could not be read",
    );
    return { config: null, note: null };
  }
}

function leadToSamePlace(a: SendWebhookConfig, b: SendWebhookConfig): boolean {
  const [of, to] = [a, b].map((config) => originOf({ operation: "webhooks.send", config }));
  return of === to;
}

async function markInterrupted(tx: Sql, attemptId: string): Promise<void> {
  const { message, hint } = describeFailure("interrupted");
  await tx.$executeRaw`
    UPDATE attempts SET completed_at = clock_timestamp(), lease_until = NULL, step_key = NULL,
      failure_kind = 'interrupted', failure_message = ${message}, failure_hint = ${hint}
    WHERE id = ${attemptId}`;
}
