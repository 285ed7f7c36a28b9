import { ulid } from "ulid";
import { db } from "@/lib/db";
import { type IdKind, idPrefixes } from "@/lib/ids";

/** Numbers from 0 to 1 in an order that is the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An id as it was given out at that time. */
export const idAt = (kind: IdKind, at: number) => `${idPrefixes[kind]}_${ulid(at).toLowerCase()}`;

const MINUTE_MS = 60_000;
const graph = JSON.stringify({
  nodes: [{ id: "t", operation: "traderlaunchpad.orderCreated", operationVersion: 1, config: {} }],
  edges: [],
});

export async function insertScenario(name: string, at: number, status = "active") {
  const id = idAt("scenario", at);
  const versionId = idAt("version", at);
  await db().scenario.create({
    data: { id, name, status, draft: graph, publishedVersionId: versionId },
  });
  await db().scenarioVersion.create({ data: { id: versionId, scenarioId: id, number: 1, graph } });
  return { id, versionId };
}

type Scenario = Awaited<ReturnType<typeof insertScenario>>;
let orders = 0;

export async function insertOrder(at: number) {
  const orderId = idAt("order", at);
  const eventId = idAt("event", at);
  const createdAt = new Date(at);
  orders += 1;
  await db().order.create({
    data: {
      id: orderId,
      number: `ORD-${String(orders).padStart(6, "0")}-${String(at % 1000).padStart(3, "0")}`,
      email: "customer@example.com",
      firstName: "A",
      lastName: "B",
      items: "[]",
      totalCents: 100n,
      paymentStatus: "paid",
      status: "pending",
      createdAt,
    },
  });
  await db().event.create({
    data: {
      id: eventId,
      type: "order.created",
      orderId,
      payload: "{}",
      occurredAt: createdAt,
      createdAt,
      handedOverAt: createdAt,
      routedAt: createdAt,
    },
  });
  return { orderId, eventId, at };
}

type Order = Awaited<ReturnType<typeof insertOrder>>;

export async function insertRun(
  scenario: Scenario,
  { eventId, at }: Order,
  { status = "succeeded", isTest = false }: { status?: string; isTest?: boolean } = {},
) {
  const id = idAt("run", at);
  await db().run.create({
    data: {
      id,
      scenarioId: scenario.id,
      versionId: scenario.versionId,
      eventId,
      status,
      isTest,
      createdAt: new Date(at),
      completedAt: status === "running" ? null : new Date(at + MINUTE_MS),
    },
  });
  await db().runStep.create({
    data: {
      id: idAt("runStep", at),
      runId: id,
      nodeId: "t",
      operation: "traderlaunchpad.orderCreated",
      status: "succeeded",
      output: "{}",
    },
  });
  return { id, scenarioId: scenario.id, eventId, isTest };
}

type Run = Awaited<ReturnType<typeof insertRun>>;

export interface NewDelivery {
  status: string;
  /** How many attempts failed before; of a delivery that succeeded, one more has succeeded. */
  failures: number;
  latencyMs: number;
  failureKind?: string;
  nodeId?: string;
}

export async function insertDelivery(
  run: Run,
  at: number,
  { status, failures, latencyMs, failureKind = "server_error", nodeId }: NewDelivery,
) {
  const id = idAt("delivery", at);
  const hasEnded = ["succeeded", "failed", "cancelled"].includes(status);
  const attempts = failures + (status === "succeeded" ? 1 : 0);
  const failed = failures > 0 && status !== "succeeded";
  await db().delivery.create({
    data: {
      id,
      runId: run.id,
      scenarioId: run.scenarioId,
      nodeId: nodeId ?? id,
      nodeName: "Hook",
      eventId: run.eventId,
      eventType: "order.created",
      url: "https://example.com/hook",
      targetHost: "example.com",
      body: '{"event":"order.created"}',
      status,
      attemptCount: attempts,
      maxAttempts: 4,
      nextAttemptAt: status === "retrying" ? new Date(at + 60 * MINUTE_MS) : null,
      lastFailureKind: failed ? failureKind : null,
      lastFailureMessage: failed ? `It failed: ${failureKind}.` : null,
      lastFailureHint: failed ? `Mend ${failureKind}.` : null,
      isTest: run.isTest,
      createdAt: new Date(at),
      completedAt: hasEnded ? new Date(at + latencyMs) : null,
    },
  });
  for (let number = 1; number <= attempts; number++) {
    const isLast = number === attempts;
    const succeeded = isLast && status === "succeeded";
    await insertAttempt(id, number, isLast ? at + latencyMs : at + number, succeeded);
  }
  return { id };
}

export function insertAttempt(deliveryId: string, number: number, at: number, succeeded: boolean) {
  return db().attempt.create({
    data: {
      id: idAt("attempt", at),
      deliveryId,
      number,
      stepKey: `step-${number}`,
      trigger: number > 4 ? "manual" : "automatic",
      startedAt: new Date(at - 1),
      completedAt: new Date(at),
      durationMs: 1,
      url: "https://example.com/hook",
      requestHeaders: '{"x-webhook-id":"1"}',
      statusCode: succeeded ? 200 : 500,
      responseHeaders: '{"content-type":"text/plain"}',
      responseBody: "an answer",
      failureKind: succeeded ? null : "server_error",
      failureMessage: succeeded ? null : "It answered 500.",
    },
  });
}

const STATUSES = [
  ...["succeeded", "succeeded", "succeeded", "failed", "failed"],
  ...["cancelled", "pending", "sending", "retrying"],
];

/** Orders at random times, most with runs, and deliveries that fared in every way. */
export async function insertHistory({
  seed,
  count,
  since,
  until,
  scenarios,
}: {
  seed: number;
  count: number;
  since: number;
  until: number;
  scenarios: readonly Scenario[];
}): Promise<void> {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  for (let made = 0; made < count; made++) {
    const order = await insertOrder(Math.floor(since + random() * (until - since)));
    for (const scenario of scenarios) {
      if (random() < 0.4) continue;
      const run = await insertRun(scenario, order, {
        status: pick(["succeeded", "succeeded", "failed", "running", "cancelled"]),
        isTest: random() < 0.1,
      });
      for (let left = Math.floor(random() * 3); left > 0; left--) {
        const at = Math.min(until, order.at + Math.floor(random() * 20 * MINUTE_MS));
        await insertDelivery(run, at, {
          status: pick(STATUSES),
          failures: Math.floor(random() * 3),
          latencyMs: Math.floor(5 + 10 ** (1 + random() * 5)),
          failureKind: pick(["server_error", "timeout", "dns"]),
        });
      }
    }
  }
}
