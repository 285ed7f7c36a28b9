import { afterEach, beforeEach } from "vitest";
import { engineEvents } from "@/inngest/client";
import { db } from "@/lib/db";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { settleHandOvers } from "@/lib/events/outbox";
import { newId } from "@/lib/ids";
import { createReplay } from "@/lib/replays/create-replay";
import { getReplay } from "@/lib/replays/get-replay";
import { listReplayItems } from "@/lib/replays/list-replay-items";
import { sendBatch } from "@/lib/replays/send-batch";
import { withTestDatabase } from "./database";
import { receiver, withSettledReceiver } from "./settled-receiver";

export { receiver };

export type Sent = { id: string; name: string; data: Record<string, string> };

export const actor = {
  kind: "user",
  id: "usr_ann",
  email: "ann@example.com",
  role: "owner",
} as const;
export const YESTERDAY = new Date(Date.now() - 86_400_000);

/** What the engine was asked for since the test began. */
let sent: Sent[];

/**
 * For the tests of a file a database and a receiver. `messages` is where the file's engine, which it
 * puts in place of the real one, keeps what it is asked for.
 */
export function withReplays(messages: Sent[]): void {
  sent = messages;
  withTestDatabase({ HOST: "127.0.0.1", LOG_LEVEL: "silent" });
  withSettledReceiver();

  beforeEach(async () => {
    await settleHandOvers();
    sent.length = 0;
    receiver.reset();
  });

  afterEach(async () => {
    await db().$transaction([db().replay.deleteMany(), db().delivery.deleteMany()]);
  });
}

export type Kind = {
  status?: string;
  path?: string;
  targetHost?: string;
  completedAt?: Date | null;
};

/** Deliveries of one run that ended yesterday; failed ones, unless told otherwise. Their ids, in order. */
export async function deliver(...kinds: Kind[]): Promise<string[]> {
  const nodes = kinds.map(({ path = "/hook" }, index) => ({
    id: `hook${index}`,
    operation: "webhooks.send",
    config: { webhookUrl: receiver.url(path), timeout: 5 },
  }));
  const graph = JSON.stringify({ nodes, edges: [] });
  const [scenarioId, versionId, eventId, runId] = [
    newId("scenario"),
    newId("version"),
    newId("event"),
    newId("run"),
  ];
  await db().scenario.create({ data: { id: scenarioId, name: "Replayed", draft: graph } });
  await db().scenarioVersion.create({ data: { id: versionId, scenarioId, number: 1, graph } });
  await db().event.create({
    data: { id: eventId, type: "order.created", payload: "{}", occurredAt: YESTERDAY },
  });
  await db().run.create({ data: { id: runId, scenarioId, versionId, eventId } });
  const rows = kinds.map((kind, index) => ({
    id: newId("delivery"),
    runId,
    scenarioId,
    nodeId: `hook${index}`,
    nodeName: "Hook",
    eventId,
    eventType: "order.created",
    url: receiver.url(kind.path ?? "/hook"),
    targetHost: kind.targetHost ?? "127.0.0.1",
    body: "{}",
    maxAttempts: 1,
    attemptCount: 1,
    status: kind.status ?? "failed",
    completedAt: kind.completedAt === undefined ? YESTERDAY : kind.completedAt,
  }));
  await db().delivery.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

export const failed = (count: number, kind: Kind = {}) => Array.from({ length: count }, () => kind);

export const create = (input: object, idempotencyKey?: string) =>
  createReplay({ actor, input, idempotencyKey });
export const items = async (id: string, query: object = {}) =>
  (await listReplayItems({ actor, id, query: { limit: "100", ...query } })).items;
export const statuses = async (id: string) =>
  Object.fromEntries((await items(id)).map((item) => [item.deliveryId, item.status]));
export const reasons = async (id: string) => (await items(id)).map(({ reason }) => reason);
export const counts = async (id: string) =>
  Object.fromEntries(
    Object.entries((await getReplay({ actor, id })).counts).filter(([, count]) => count > 0),
  );

/** What the engine was asked for since the test began. */
export async function asked(name: string): Promise<Sent[]> {
  await settleHandOvers();
  return sent.filter((message) => message.name === name);
}
export const resends = () => asked(engineEvents.deliveryResendRequested);
export const resentIds = async () => (await resends()).map(({ data }) => data.deliveryId);

/** Batches as the engine asks for them, a second apart, until nothing waits. Returns how many. */
export async function sendAll(replayId: string): Promise<number> {
  const from = Date.now();
  for (let n = 0; n < 50; n++) {
    const { isOver } = await sendBatch({ replayId, now: new Date(from + n * 1_000) });
    if (isOver) return n + 1;
  }
  throw new Error("it does not come to an end");
}

/** What the resend function does with a message. */
export const attempt = (message: Sent) =>
  attemptDelivery({
    deliveryId: message.data.deliveryId ?? "",
    stepKey: message.data.stepKey ?? "",
    trigger: "manual",
    scheduled: 0,
  });

/** A replay of one delivery that has been asked for, and the message that asks for it. */
export async function askedFor(kind: Kind = {}) {
  const [deliveryId = ""] = await deliver(kind);
  const { id } = await create({ deliveryIds: [deliveryId] });
  await sendBatch({ replayId: id });
  const [message] = await resends();
  if (!message) throw new Error("a resend was expected");
  return { deliveryId, id, message };
}
