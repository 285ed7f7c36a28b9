import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { askAgain } from "@/lib/deliveries/ask-again";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { cancelDelivery } from "@/lib/deliveries/cancel-delivery";
import { finishAttempt } from "@/lib/deliveries/finish-attempt";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { prepareAttempt } from "@/lib/deliveries/prepare-attempt";
import { settleHandOvers } from "@/lib/events/outbox";
import { outboundGuard } from "@/lib/net/outbound-guard";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { sendWebhook } from "@/lib/webhooks/send";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { withTestDatabase } from "./support/database";
import { dueDelivery } from "./support/due-delivery";
import { webhookGraph } from "./support/scenarios";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
  // A server and a database that are set to a zone with daylight saving.
  process.env.TZ = "America/New_York";
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: async () => ({ ids: [] }) },
}));

const database = withTestDatabase();
let receiver: Receiver;
let deliveryId = "";

beforeAll(async () => {
  receiver = await startReceiver();
  const url = new URL(database.url());
  url.searchParams.set("options", "-c timezone=America/New_York");
  process.env.DATABASE_URL = url.href;
});

afterAll(async () => {
  await settleHandOvers();
  await receiver.close();
});

/** An order whose delivery is due. */
beforeEach(async () => {
  receiver.reset();
  const graph = webhookGraph({ webhookUrl: receiver.url("/hook"), secret: "a secret" });
  const { id } = await createScenario({ actor, input: { name: "Sent", graph } });
  await activateScenario({ actor, id });
  ({ deliveryId } = await dueDelivery({ actor, scenarioId: id }));
});

/** The moment as the database has it, read without the product's own connection. */
async function storedNextAttempt() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    const { rows } = await client.query<{ ms: number; zone: string }>(
      `select (extract(epoch from next_attempt_at) * 1000)::float8 as ms,
         current_setting('timezone') as zone
       from deliveries where id = $1`,
      [deliveryId],
    );
    return rows[0];
  } finally {
    await client.end();
  }
}

const first = () =>
  ({ deliveryId, stepKey: "auto-1", trigger: "automatic", scheduled: 1 }) as const;

describe("a process that is killed after the receiver said 200 and before that is recorded", () => {
  /** Sends as an attempt does, and never comes to record what came back. */
  async function sendAndDie() {
    const prepared = await prepareAttempt(first());
    if (prepared.kind !== "attempt" || prepared.send.kind !== "ready")
      throw new Error("the attempt is not ready to be sent");
    const { attempt, send } = prepared;
    const result = await sendWebhook({ ...send.input, guard: await outboundGuard(send.input.url) });
    expect(result).toMatchObject({ statusCode: 200, failure: null });
    return { attempt, result };
  }
  /** Nobody renews what a dead process vouched for. */
  const letLeaseEnd = () =>
    db().$executeRaw`UPDATE attempts SET lease_until = now() - interval '1 second'
                     WHERE delivery_id = ${deliveryId} AND completed_at IS NULL`;

  it("costs one more request with the same id, and the delivery does not stay “sending”", async () => {
    const { attempt } = await sendAndDie();
    expect((await getDelivery({ actor, id: deliveryId })).status).toBe("sending");
    await letLeaseEnd();
    // The engine repeats the step, more than once if need be.
    await attemptDelivery(first());
    await attemptDelivery(first());
    const requests = receiver.requestsTo("/hook");
    expect(requests.map(({ headers }) => headers["x-webhook-id"])).toEqual([
      deliveryId,
      deliveryId,
    ]);
    expect(requests[1]?.body.equals(requests[0]?.body ?? Buffer.alloc(0))).toBe(true);
    const delivery = await getDelivery({ actor, id: deliveryId });
    expect(delivery).toMatchObject({ status: "succeeded", attemptCount: 2 });
    expect(delivery.attempts).toMatchObject([
      { number: 1, failure: { kind: "interrupted" } },
      { number: 2, failure: null, response: { statusCode: 200 } },
    ]);
    expect(await db().attempt.count({ where: { id: attempt.id, completedAt: null } })).toBe(0);
  });

  it("and was not dead after all, changes nothing with its late record", async () => {
    const { attempt, result } = await sendAndDie();
    await letLeaseEnd();
    await attemptDelivery(first());
    const before = await getDelivery({ actor, id: deliveryId });
    await finishAttempt({ request: first(), attempt, result, retryOn: [] });
    expect(await getDelivery({ actor, id: deliveryId })).toEqual(before);
  });
});

describe("a resend beside the schedule", () => {
  const resend = () =>
    ({ deliveryId, stepKey: "manual-2", trigger: "manual", scheduled: 0 }) as const;
  const status = async () => (await getDelivery({ actor, id: deliveryId })).status;
  const asked = async () =>
    (await db().outboxMessage.findMany({ where: { id: { startsWith: deliveryId } } })).map(
      ({ name }) => name,
    );
  /** Begins a resend, and leaves it under way. */
  async function beginResend() {
    const prepared = await prepareAttempt(resend());
    if (prepared.kind !== "attempt") throw new Error("the resend is not ready to be sent");
    return prepared.attempt;
  }
  const failure = {
    kind: "server_error" as const,
    message: "It answered 500.",
    hint: "Look at the receiver.",
  };
  const fail = (attempt: Awaited<ReturnType<typeof beginResend>>) =>
    finishAttempt({
      request: resend(),
      attempt,
      result: { statusCode: 500, durationMs: 1, failure },
      retryOn: [],
    });

  it("under way does not end the schedule of a step that is repeated meanwhile", async () => {
    receiver.script("/hook", 500);
    const { nextAttemptAt } = await attemptDelivery(first());
    expect(nextAttemptAt).not.toBeNull();
    const attempt = await beginResend();
    expect(await attemptDelivery(first())).toEqual({ status: "sending", nextAttemptAt });
    await fail(attempt);
    expect(await status()).toBe("retrying");
    expect(await attemptDelivery(first())).toEqual({ status: "retrying", nextAttemptAt });
  });

  it("that fails leaves a delivery whose first attempt was interrupted all its attempts", async () => {
    const prepared = await prepareAttempt(first());
    expect(prepared.kind).toBe("attempt");
    await db().$executeRaw`UPDATE attempts SET lease_until = now() - interval '1 second'
                           WHERE delivery_id = ${deliveryId}`;
    await fail(await beginResend());
    expect(await status()).toBe("pending");
    await attemptDelivery(first());
    expect(await status()).toBe("succeeded");
  });

  it("of what has arrived can't be cancelled: it stays what it was", async () => {
    await attemptDelivery(first());
    const attempt = await beginResend();
    await expect(cancelDelivery({ actor, id: deliveryId })).rejects.toMatchObject({
      code: "conflict",
    });
    await fail(attempt);
    expect(await status()).toBe("succeeded");
  });

  it("or an engine that forgot it: what is long due is asked for again, once an hour", async () => {
    receiver.script("/hook", 500);
    const { nextAttemptAt } = await attemptDelivery(first());
    await settleHandOvers();
    const due = Date.parse(nextAttemptAt ?? "");
    await db().delivery.updateMany({
      where: { id: { not: deliveryId } },
      data: { status: "failed", completedAt: new Date() },
    });
    expect(await askAgain({ now: new Date(due + 60_000) })).toBe(0);
    const now = new Date(due + 660_000);
    expect(await askAgain({ now })).toBe(1);
    await settleHandOvers();
    expect(await asked()).toEqual([]);
    receiver.script("/hook", 200);
    // The function that was asked for takes each step as it finds it.
    expect(await attemptDelivery(first())).toMatchObject({ status: "retrying" });
    await attemptDelivery({ ...first(), stepKey: "auto-2", scheduled: 2 });
    expect(await status()).toBe("succeeded");
    expect(await askAgain({ now })).toBe(0);
  });
});

describe("a secret that the live version does not have any more", () => {
  it("still signs the attempts that go by their run's version; a resend goes as is live", async () => {
    receiver.script("/hook", 500);
    await attemptDelivery(first());
    const { scenarioId } = await getDelivery({ actor, id: deliveryId });
    const { revision } = await getScenario({ actor, id: scenarioId });
    const graph = webhookGraph({ webhookUrl: receiver.url("/open") });
    await saveDraft({ actor, id: scenarioId, input: { baseRevision: revision, graph } });
    await activateScenario({ actor, id: scenarioId });
    await attemptDelivery({ ...first(), stepKey: "auto-2", scheduled: 2 });
    expect(receiver.requestsTo("/hook")[1]?.headers["x-webhook-signature"]).toMatch(/^sha256=/);
    await attemptDelivery({ deliveryId, stepKey: "manual-3", trigger: "manual", scheduled: 0 });
    expect(receiver.requestsTo("/open")[0]?.headers["x-webhook-signature"]).toBeUndefined();
  });
});

describe("on a server and a database in a zone with daylight saving", () => {
  it.each([
    ["the hour that is left out", "2026-03-08T06:59:58.000Z"],
    ["the hour that comes twice", "2026-11-01T05:59:58.000Z"],
  ])("the next attempt is at the moment that was asked for, through %s", async (_, moment) => {
    // Else the test would prove nothing.
    expect(new Date(moment).getTimezoneOffset()).not.toBe(
      new Date(Date.parse(moment) + 3_600_000).getTimezoneOffset(),
    );
    receiver.script("/hook", { status: 503, headers: { "Retry-After": "3600" } });
    const now = Date.parse(moment);
    vi.useFakeTimers({ toFake: ["Date"], now });
    try {
      const outcome = await attemptDelivery(first());
      const next = Date.parse(outcome.nextAttemptAt ?? "");
      // The spread of a first wait is a second at most.
      expect(next).toBeGreaterThanOrEqual(now + 3_600_000);
      expect(next).toBeLessThanOrEqual(now + 3_601_000);
      const { nextAttemptAt } = await getDelivery({ actor, id: deliveryId });
      expect(nextAttemptAt).toBe(new Date(next).toISOString());
      expect(await storedNextAttempt()).toEqual({ ms: next, zone: "America/New_York" });
    } finally {
      vi.useRealTimers();
    }
  });
});
