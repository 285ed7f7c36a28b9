import "server-only";
import type { AttemptRequest } from "@/lib/deliveries/attempt-delivery";
import { chooseConfig, readCandidates } from "@/lib/deliveries/choose-config";
import { fillIn, type ResolvedConfig, secretsOf } from "@/lib/deliveries/config";
import { hostOf } from "@/lib/deliveries/create-delivery";
import { LEASE_MS } from "@/lib/deliveries/lease";
import type { LockedDelivery } from "@/lib/deliveries/lock-deliveries";
import type { AttemptResult } from "@/lib/deliveries/record-ends";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { openReadable } from "@/lib/secrets/store";
import type { Sql, Transaction } from "@/lib/sql";
import { describeFailure } from "@/lib/webhooks/describe-failure";
import { buildHeaders, maskHeaders } from "@/lib/webhooks/headers";

/** What is to be sent; or what has come of it already, where nothing can be. */
export type Send =
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

/** What an attempt needs to know beside its delivery. */
export interface Context {
  /** May be large. Read before it is known whether it is sent, since it nearly always is. */
  body: string;
  /** The version that the run is of. */
  versionId: string;
  /** The version that is live now. */
  publishedId: string | null;
  isScenarioDeleted: boolean;
}

/** An attempt that is to be made now. */
export interface DueAttempt {
  request: AttemptRequest;
  delivery: LockedDelivery;
  context: Context;
}

/**
 * Writes the rows of attempts that are due, of deliveries that are locked, before anything is sent. It is
 * the last that its transaction does.
 * @returns what is to be sent, in their order
 */
export async function writeAttempts(
  tx: Transaction,
  due: readonly DueAttempt[],
): Promise<{ attempt: OpenAttempt; send: Send }[]> {
  if (due.length === 0) return [];
  const configs = await configsFor(tx, due);
  const written = due.map((one, index) => newAttempt(one, configs[index]));
  // The delivery's address is the one that was used last: a resend may go to another than the run's.
  const write = tx.$executeRaw`
    WITH due AS (
      SELECT * FROM unnest(${written.map(({ attempt }) => attempt.id)}::text[],
        ${written.map(({ attempt }) => attempt.deliveryId)}::text[],
        ${written.map(({ attempt }) => attempt.number)}::int[],
        ${due.map(({ request }) => request.stepKey)}::text[],
        ${due.map(({ request }) => request.trigger)}::text[],
        ${written.map(({ startedAt }) => startedAt.toISOString())}::timestamptz[],
        ${written.map(({ url }) => url)}::text[], ${written.map(({ url }) => hostOf(url))}::text[],
        ${written.map(({ shownHeaders }) => shownHeaders)}::text[],
        ${written.map(({ note }) => note)}::text[])
        AS due (id, delivery_id, number, step_key, trigger, started_at, url, target_host, headers, note)
    ), attempt AS (
      INSERT INTO attempts (id, delivery_id, number, step_key, trigger, started_at, lease_until, url,
        request_headers, note)
      SELECT id, delivery_id, number, step_key, trigger, started_at,
        clock_timestamp() + make_interval(secs => ${LEASE_MS / 1000}::int), url, headers, note
      FROM due)
    UPDATE deliveries SET status = 'sending', attempt_count = due.number, url = due.url,
      target_host = due.target_host
    FROM due WHERE deliveries.id = due.delivery_id`;
  tx.lastly(write);
  return written.map(({ attempt, send }) => ({ attempt, send }));
}

/** An attempt as it is written and sent. */
interface NewAttempt {
  attempt: OpenAttempt;
  startedAt: Date;
  url: string;
  /** JSON text, secrets masked. */
  shownHeaders: string;
  note: string | null;
  send: Send;
}

function newAttempt(
  { delivery, context: { body } }: DueAttempt,
  { config, note }: Configured = UNREADABLE,
): NewAttempt {
  const number = delivery.attemptCount + 1;
  const attempt = { id: newId("attempt"), deliveryId: delivery.id, number };
  const startedAt = new Date();
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
  const shownHeaders = JSON.stringify(maskHeaders(headers, config?.secretHeaderNames));
  return { attempt, startedAt, url, shownHeaders, note, send: sendOf(config, headers, body) };
}

function sendOf(
  config: ResolvedConfig | null,
  headers: Record<string, string>,
  body: string,
): Send {
  if (!config) {
    const kind = "secret_unavailable";
    return { kind: "unsendable", result: { failure: { kind, ...describeFailure(kind) } } };
  }
  const { url, timeoutMs, secretHeaderNames, retryOn } = config;
  return { kind: "ready", input: { url, body, headers, timeoutMs, secretHeaderNames }, retryOn };
}

/** What an attempt goes by, and what is said of that; null: there is none, or a secret can't be read. */
interface Configured {
  config: ResolvedConfig | null;
  note: string | null;
}

const UNREADABLE: Configured = { config: null, note: null };

/** In the order of those that are due. Their secrets are read together, and each of them once. */
async function configsFor(tx: Sql, due: readonly DueAttempt[]): Promise<Configured[]> {
  const choices = await Promise.all(
    due.map(async ({ request, delivery, context }) => {
      const { nodeId, isTest } = delivery;
      const takesCurrent =
        request.trigger === "manual" || request.trigger === "probe" || delivery.releasedAt !== null;
      const candidates = await readCandidates(tx, { ...context, nodeId });
      return chooseConfig(candidates, { takesCurrent, isTest });
    }),
  );
  const opened = await openReadable(
    tx,
    choices.flatMap((choice) => (choice ? secretsOf(choice) : [])),
  );
  return choices.map((choice, index) => {
    try {
      if (!choice) throw new Error("the version has no such webhook node");
      const note = choice.isCurrent
        ? `Sent with the configuration of version ${choice.version}, which is live now.`
        : null;
      return { config: fillIn(choice, opened), note };
    } catch (error) {
      log.error(
        { err: error, deliveryId: due[index]?.delivery.id },
        "a delivery's configuration could not be read",
      );
      return UNREADABLE;
    }
  });
}
