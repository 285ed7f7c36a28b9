import { beforeEach, describe, expect, it, vi } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { abandonResend } from "@/lib/deliveries/abandon-resend";
import { askAgain } from "@/lib/deliveries/ask-again";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { cancelDelivery } from "@/lib/deliveries/cancel-delivery";
import { finishAttempt } from "@/lib/deliveries/finish-attempt";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { prepareAttempt } from "@/lib/deliveries/prepare-attempt";
import { resendDelivery } from "@/lib/deliveries/resend-delivery";
import { settleHandOvers } from "@/lib/events/outbox";
import { advanceRun } from "@/lib/runs/advance-run";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { withTestDatabase } from "./support/database";
import { dueDelivery } from "./support/due-delivery";
import { webhookGraph } from "./support/scenarios";
import { receiver, withSettledReceiver } from "./support/settled-receiver";

type Sent = { id: string; name: string; data: Record<string, string> };
const { sent } = vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
  return { sent: [] as Sent[] };
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: async (events: Sent[]) => sent.push(...events) },
}));

let deliveryId = "";
let runId = "";

withTestDatabase();
withSettledReceiver();

/** An order whose delivery is due. */
beforeEach(async () => {
  receiver.reset();
  const graph = webhookGraph({ webhookUrl: receiver.url("/hook"), retryAttempts: 1 });
  const { id } = await createScenario({ actor, input: { name: "Resent", graph } });
  await activateScenario({ actor, id });
  ({ runId, deliveryId } = await dueDelivery({ actor, scenarioId: id }));
  await settleHandOvers();
  sent.length = 0;
});

const delivery = () => getDelivery({ actor, id: deliveryId });
const resend = () => resendDelivery({ actor, id: deliveryId });
const automatic = (n = 1) =>
  ({ deliveryId, stepKey: `auto-${n}`, trigger: "automatic", scheduled: n }) as const;
const manual = (stepKey: string) =>
  ({ deliveryId, stepKey, trigger: "manual", scheduled: 0 }) as const;
const failure = { kind: "server_error" as const, message: "It answered 500.", hint: "Look." };

/** The resends of the delivery that the engine was asked for, the message of each once. */
async function asked(): Promise<Sent[]> {
  await settleHandOvers();
  const resends = sent.filter(({ name }) => name === "webhook/delivery.resend.requested");
  return resends.filter(({ id }, at) => resends.findIndex((each) => each.id === id) === at);
}

async function begin(request: Parameters<typeof prepareAttempt>[0]) {
  const prepared = await prepareAttempt(request);
  if (prepared.kind !== "attempt") throw new Error("the attempt is not ready to be sent");
  return prepared.attempt;
}
const letLeasesEnd = (interval = "1 second") =>
  db().$executeRaw`UPDATE attempts SET lease_until = now() - ${interval}::interval
                   WHERE delivery_id = ${deliveryId} AND completed_at IS NULL`;

describe("a resend that the engine gave up before anything was sent", () => {
  it("is not the end of resends: the next one is another, and a double click still one", async () => {
    receiver.script("/hook", 400);
    await attemptDelivery(automatic());
    await Promise.all([resend(), resend()]);
    const [first, ...others] = await asked();
    expect(others).toEqual([]);
    await abandonResend({ deliveryId, stepKey: first?.data.stepKey ?? "" });
    expect(await delivery()).toMatchObject({
      status: "failed",
      attemptCount: 2,
      attempts: [{}, { trigger: "manual", failure: { kind: "interrupted" } }],
    });
    expect(await resend()).toEqual({ deliveryId, attemptNumber: 3 });
    const [, second] = await asked();
    expect(second?.data.stepKey).not.toBe(first?.data.stepKey);
    receiver.script("/hook", 200);
    await attemptDelivery(manual(second?.data.stepKey ?? ""));
    expect((await delivery()).status).toBe("succeeded");
  });

  it("is told once, however often the engine says so", async () => {
    receiver.script("/hook", 400);
    await attemptDelivery(automatic());
    await resend();
    const [message] = await asked();
    const stepKey = message?.data.stepKey ?? "";
    await abandonResend({ deliveryId, stepKey });
    await abandonResend({ deliveryId, stepKey });
    expect((await delivery()).attempts).toHaveLength(2);
  });
});

describe("a cancelled delivery", () => {
  it.each(["fails", "is given up"])("is cancelled still when its resend %s", async (how) => {
    await cancelDelivery({ actor, id: deliveryId });
    await advanceRun({ runId });
    const before = await delivery();
    const attempt = await begin(manual("manual-1"));
    if (how === "fails") {
      const result = { statusCode: 500, durationMs: 1, failure };
      await finishAttempt({ request: manual("manual-1"), attempt, result, retryOn: [] });
    } else await abandonResend({ deliveryId, stepKey: "manual-1" });
    expect(await delivery()).toMatchObject({
      status: "cancelled",
      completedAt: before.completedAt,
    });
  });
});

describe("a success that is recorded after its process had lost its lease", () => {
  const succeed = (attempt: Awaited<ReturnType<typeof begin>>) =>
    finishAttempt({
      request: automatic(),
      attempt,
      result: { statusCode: 200, durationMs: 1, failure: null },
      retryOn: [],
    });

  it("counts: the delivery has arrived, whatever comes of the attempt that followed", async () => {
    const first = await begin(automatic());
    await letLeasesEnd();
    const second = await begin(automatic());
    expect(await succeed(first)).toEqual({ status: "succeeded", nextAttemptAt: null });
    const result = { statusCode: 500, durationMs: 1, failure };
    expect(
      await finishAttempt({ request: automatic(), attempt: second, result, retryOn: [] }),
    ).toEqual({ status: "succeeded", nextAttemptAt: null });
    expect(await delivery()).toMatchObject({
      status: "succeeded",
      lastStatusCode: 200,
      attempts: [{ failure: null, response: { statusCode: 200 } }, { failure: {} }],
    });
  });

  it("ends the schedule: no other attempt is made", async () => {
    const first = await begin(automatic());
    await letLeasesEnd();
    receiver.script("/hook", 500);
    const { nextAttemptAt } = await attemptDelivery(automatic());
    expect(nextAttemptAt).not.toBeNull();
    await succeed(first);
    expect(await attemptDelivery(automatic(2))).toEqual({
      status: "succeeded",
      nextAttemptAt: null,
    });
    expect(receiver.requestsTo("/hook")).toHaveLength(1);
  });
});

describe("a lease", () => {
  it("is by the database's clock, whatever that of a web server says", async () => {
    await begin(automatic());
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3_600_000 });
    try {
      expect((await prepareAttempt(automatic())).kind).toBe("wait");
    } finally {
      vi.useRealTimers();
    }
    await letLeasesEnd();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 3_600_000 });
    try {
      expect((await prepareAttempt(automatic())).kind).toBe("attempt");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a resend that the engine forgot while it was being sent", () => {
  it("is asked for again under its own step, and the delivery does not stay “sending”", async () => {
    await attemptDelivery(automatic());
    await begin(manual("manual-2"));
    expect(await askAgain()).toBe(0);
    await letLeasesEnd("11 minutes");
    expect(await askAgain()).toBe(1);
    const [message] = await asked();
    expect(message).toMatchObject({
      id: expect.not.stringMatching(`^${deliveryId}:manual-2$`),
      data: { deliveryId, stepKey: "manual-2" },
    });
    await attemptDelivery(manual("manual-2"));
    expect(await delivery()).toMatchObject({ status: "succeeded", attemptCount: 3 });
    expect(await askAgain()).toBe(0);
  });
});
