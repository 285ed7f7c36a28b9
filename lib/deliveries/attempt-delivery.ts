import "server-only";
import { db } from "@/lib/db";
import { type AttemptOutcome, finishAttempt } from "@/lib/deliveries/finish-attempt";
import { keepLease } from "@/lib/deliveries/lease";
import { prepareAttempt } from "@/lib/deliveries/prepare-attempt";
import { log } from "@/lib/log";
import { outboundGuard } from "@/lib/net/outbound-guard";
import { sendWebhook } from "@/lib/webhooks/send";

/** `probe`: a held delivery is tried, to see whether its paused target is well again. */
export type AttemptTrigger = "automatic" | "manual" | "test" | "probe";

export type AttemptRequest = {
  deliveryId: string;
  /** Names the durable step: repeated with the same key, the attempt is not made twice. */
  stepKey: string;
  trigger: AttemptTrigger;
  /** For automatic attempts: 1, 2, … within the node's schedule. */
  scheduled: number;
};

const underway = new Map<string, Promise<AttemptOutcome>>();
const POLL_MS = 500;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Makes one attempt of a delivery and records it, however it ends. HTTP failure is data, not an
 * exception. Repeated with the same `stepKey` (the engine lost our answer) it joins the attempt under
 * way or returns what the finished one recorded; only an attempt whose process died is made again.
 * @param onAnswered is told when the receiver is done with, before what came of it is recorded
 */
export function attemptDelivery(
  request: AttemptRequest,
  onAnswered: () => void = () => {},
): Promise<AttemptOutcome> {
  const key = `${request.deliveryId} ${request.stepKey}`;
  const joined = underway.get(key);
  if (joined) return joined;
  const work = makeAttempt(request, onAnswered).finally(() => underway.delete(key));
  underway.set(key, work);
  return work;
}

/** Waits between tries to record what came back, in milliseconds. */
const INSIST_MS = [250, 1_000, 3_000, 8_000];

/** Repeats work through a short fault of the database: what the receiver said must not be lost. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (const waitMs of INSIST_MS) {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, "an attempt's end could not be recorded; it is tried again");
      await sleep(waitMs);
    }
  }
  return work();
}

async function makeAttempt(
  request: AttemptRequest,
  onAnswered: () => void,
): Promise<AttemptOutcome> {
  for (;;) {
    const prepared = await prepareAttempt(request);
    if (prepared.kind === "wait") {
      await sleep(POLL_MS);
      continue;
    }
    if (prepared.kind === "settled") return prepared.outcome;
    const { attempt, send } = prepared;
    if (send.kind === "unsendable")
      return finishAttempt({ request, attempt, result: send.result, retryOn: [] });
    const release = keepLease(db(), attempt.id);
    try {
      const guard = await outboundGuard(send.input.url);
      const result = await sendWebhook({ ...send.input, guard });
      onAnswered();
      return await insist(() => finishAttempt({ request, attempt, result, retryOn: send.retryOn }));
    } finally {
      release();
    }
  }
}
