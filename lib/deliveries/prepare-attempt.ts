import "server-only";
import { type Db, db } from "@/lib/db";
import type { AttemptRequest } from "@/lib/deliveries/attempt-delivery";
import { type ResolvedConfig, resolveConfig, webhookConfig } from "@/lib/deliveries/config";
import { hostOf } from "@/lib/deliveries/create-delivery";
import {
  type AttemptOutcome,
  type AttemptResult,
  outcomeOf,
} from "@/lib/deliveries/finish-attempt";
import { LEASE_MS } from "@/lib/deliveries/lease";
import { restState } from "@/lib/deliveries/rest-state";
import type { AttemptModel as Attempt } from "@/lib/generated/prisma/models/Attempt";
import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { isDueInReplay } from "@/lib/replays/is-due-in-replay";
import { readVersion } from "@/lib/scenarios/read-version";
import { describeFailure } from "@/lib/webhooks/failures";
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

export type Prepared =
  | { kind: "settled"; outcome: AttemptOutcome }
  | { kind: "wait" }
  | { kind: "attempt"; attempt: Attempt; send: Send };

/**
 * Decides, under the delivery's lock, whether an attempt is due, and writes its row before anything
 * is sent: what happens to the process after that, the attempt is known.
 */
export function prepareAttempt(request: AttemptRequest): Promise<Prepared> {
  return db().$transaction(async (tx): Promise<Prepared> => {
    const now = await lockDelivery(tx, request.deliveryId);
    const delivery = await tx.delivery.findUnique({ where: { id: request.deliveryId } });
    if (!now || !delivery)
      return { kind: "settled", outcome: { status: "gone", nextAttemptAt: null } };
    const attempts = await tx.attempt.findMany({
      where: {
        deliveryId: delivery.id,
        OR: [{ stepKey: request.stepKey }, { completedAt: null }],
      },
      select: { id: true, stepKey: true, completedAt: true, leaseUntil: true },
    });
    const made = attempts.find(({ stepKey }) => stepKey === request.stepKey);
    if (made?.completedAt) return { kind: "settled", outcome: outcomeOf(delivery) };

    const open = attempts.find(({ completedAt }) => completedAt === null);
    if (open?.leaseUntil && open.leaseUntil > now) return { kind: "wait" };
    if (open) await markInterrupted(tx, open.id);

    if (!isDue(request, delivery)) return { kind: "settled", outcome: outcomeOf(delivery) };
    if (!(await isDueInReplay(tx, request, delivery))) {
      const standing = open ? await putToRest(tx, delivery) : delivery;
      return { kind: "settled", outcome: outcomeOf(standing) };
    }
    const scenario = await tx.scenario.findUniqueOrThrow({
      where: { id: delivery.scenarioId },
      select: { deletedAt: true, publishedVersionId: true },
    });
    // Deleting a scenario cancels its deliveries; one that a run added in that very moment is left.
    if (request.trigger === "automatic" && scenario.deletedAt !== null) {
      const cancelled = await tx.delivery.update({
        where: { id: delivery.id },
        data: { status: "cancelled", nextAttemptAt: null, completedAt: new Date() },
      });
      return { kind: "settled", outcome: outcomeOf(cancelled) };
    }
    return writeAttempt(tx, request, delivery, { publishedId: scenario.publishedVersionId, now });
  });
}

/**
 * Returns the database's time once it holds the delivery, undefined when there is none. Leases are by
 * that clock, since those of web servers differ.
 */
async function lockDelivery(tx: Db, id: string): Promise<Date | undefined> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`
    WITH locked AS MATERIALIZED (SELECT id FROM deliveries WHERE id = ${id} FOR UPDATE)
    SELECT clock_timestamp() AS now FROM locked`;
  return row?.now;
}

/** Of what is sent no more, and whose last attempt was interrupted: nothing is being sent. */
async function putToRest(tx: Db, delivery: Delivery): Promise<Delivery> {
  if (delivery.status !== "sending") return delivery;
  return tx.delivery.update({
    where: { id: delivery.id },
    data: await restState(tx, delivery, new Date()),
  });
}

/** A resend always is; what happens by itself, only while the delivery waits for just that. */
function isDue({ trigger }: AttemptRequest, delivery: Delivery): boolean {
  const { status, heldAt, releasedAt } = delivery;
  const isHeld = heldAt !== null && releasedAt === null;
  if (trigger === "probe") return isHeld && ["pending", "sending"].includes(status);
  return trigger !== "automatic" || ["pending", "retrying", "sending"].includes(status);
}

async function writeAttempt(
  tx: Db,
  request: AttemptRequest,
  delivery: Delivery,
  { publishedId, now }: { publishedId: string | null; now: Date },
): Promise<Prepared> {
  const number = delivery.attemptCount + 1;
  const startedAt = new Date();
  const { config, note } = await configFor(tx, request, delivery, publishedId);
  const headers = buildHeaders({
    deliveryId: delivery.id,
    event: delivery.eventType,
    attempt: number,
    timestampSeconds: Math.floor(startedAt.getTime() / 1000),
    body: delivery.body,
    secrets: config?.secrets ?? [],
    custom: config?.headers ?? {},
  });
  const url = config?.url ?? delivery.url;
  const attempt = await tx.attempt.create({
    data: {
      id: newId("attempt"),
      deliveryId: delivery.id,
      number,
      stepKey: request.stepKey,
      trigger: request.trigger,
      startedAt,
      leaseUntil: new Date(now.getTime() + LEASE_MS),
      url,
      requestHeaders: JSON.stringify(maskHeaders(headers, config?.secretHeaderNames)),
      note,
    },
  });
  await tx.delivery.update({
    where: { id: delivery.id },
    // The address is the one that was used last: a resend may go to another than the run's.
    data: { status: "sending", attemptCount: number, url, targetHost: hostOf(url) },
  });
  if (!config) {
    const failure = {
      kind: "secret_unavailable" as const,
      ...describeFailure("secret_unavailable"),
    };
    return { kind: "attempt", attempt, send: { kind: "unsendable", result: { failure } } };
  }
  const input = {
    url,
    body: delivery.body,
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
  tx: Db,
  request: AttemptRequest,
  delivery: Delivery,
  publishedId: string | null,
): Promise<{ config: ResolvedConfig | null; note: string | null }> {
  const run = await tx.run.findUniqueOrThrow({
    where: { id: delivery.runId },
    select: { versionId: true, isTest: true },
  });
  const version = await readVersion(tx, run.versionId);
  const own = version ? webhookConfig(version.graph, delivery.nodeId) : undefined;
  const published =
    publishedId && publishedId !== run.versionId ? await readVersion(tx, publishedId) : null;
  const current = published ? webhookConfig(published.graph, delivery.nodeId) : undefined;
  const takesCurrent =
    request.trigger === "manual" || request.trigger === "probe" || delivery.releasedAt !== null;
  const useCurrent = takesCurrent && current !== undefined;
  const base = useCurrent ? current : own;
  // A test keeps the secret that was on screen; otherwise a secret rotated since signs.
  // One that the live version does not have any more still signs what goes by the run's version.
  const rotated = useCurrent ? current.secret : (current?.secret ?? own?.secret);
  const signing = run.isTest ? own?.secret : rotated;
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

async function markInterrupted(tx: Db, attemptId: string): Promise<void> {
  const { message, hint } = describeFailure("interrupted");
  await tx.attempt.update({
    where: { id: attemptId },
    data: {
      completedAt: new Date(),
      leaseUntil: null,
      stepKey: null,
      failureKind: "interrupted",
      failureMessage: message,
      failureHint: hint,
    },
  });
}
