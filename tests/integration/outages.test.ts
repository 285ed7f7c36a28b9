import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { attemptSend } from "@/lib/notifications/attempt-send";
import { makeSends } from "@/lib/notifications/make-sends";
import { getNotificationSettings, updateNotificationSettings } from "@/lib/notifications/settings";
import { testWebhook } from "@/lib/scenarios/test-webhook";
import { startProxy, type TestProxy } from "../fixtures/proxy";
import { actor, withTarget } from "./support/failing-target";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

let proxy: TestProxy;

// Before anything reads the environment.
beforeAll(async () => {
  proxy = await startProxy({ user: "integrations", password: "p@ss" });
  process.env.OUTBOUND_PROXY_URL = proxy.url;
});
afterAll(() => proxy.close());

const { receiver, scenario, hook, publish, order, delivery, fail } = withTarget();

beforeEach(() => {
  proxy.behave("carry");
  proxy.leadTo(receiver().port);
  proxy.asked.length = 0;
});

/** The n-th step of a delivery's function. */
const step = (deliveryId: string, n: number) =>
  attemptDelivery({ deliveryId, stepKey: `auto-${n}`, trigger: "automatic", scheduled: n });
const waitSeconds = async (deliveryId: string) => {
  const { nextAttemptAt } = await delivery(deliveryId);
  if (nextAttemptAt === null) throw new Error("the delivery waits for nothing");
  return (new Date(nextAttemptAt).getTime() - Date.now()) / 1000;
};
const DAY = "interval '24 hours'";

describe("a delivery whose outgoing proxy is out", () => {
  it("goes through it when it is well", async () => {
    const id = await order();
    await step(id, 1);
    expect(await delivery(id)).toMatchObject({ status: "succeeded", attemptCount: 1 });
    expect(proxy.asked.map(({ line }) => line)).toEqual([`POST ${receiver().url("/erp")}`]);
    expect(receiver().requestsTo("/erp")).toHaveLength(1);
  });

  it("waits for it, and has its own attempts still when it is back", async () => {
    const id = await order();
    proxy.behave(407);
    for (const n of [1, 2, 3]) {
      expect(await step(id, n)).toMatchObject({ status: "retrying" });
      expect(await delivery(id)).toMatchObject({
        status: "retrying",
        attemptCount: n,
        // One of the receiver's, as the node has no retries, and one for each outage.
        maxAttempts: 1 + n,
        lastFailure: { kind: "proxy" },
      });
    }
    expect(receiver().requests).toEqual([]);
    proxy.behave("carry");
    await step(id, 4);
    expect(await delivery(id)).toMatchObject({ status: "succeeded", attemptCount: 4 });
  });

  it("has its day for each outage, not for all there ever were", async () => {
    await publish(
      hook("/erp", { config: { webhookUrl: receiver().url("/erp"), retryAttempts: 5 } }),
    );
    const id = await order();
    proxy.behave(407);
    await step(id, 1);
    await db().$executeRawUnsafe(
      `UPDATE attempts SET started_at = started_at - ${DAY} WHERE delivery_id = '${id}'`,
    );
    proxy.behave("carry");
    receiver().script("/erp", 503);
    expect(await step(id, 2)).toMatchObject({ status: "retrying" });
    proxy.behave(407);
    expect(await step(id, 3)).toMatchObject({ status: "retrying" });
  });

  it("has no more attempts at the receiver than without the outage", async () => {
    const id = await order();
    proxy.behave(407);
    await step(id, 1);
    proxy.behave("carry");
    receiver().script("/erp", 500);
    await step(id, 2);
    expect(await delivery(id)).toMatchObject({
      status: "failed",
      lastFailure: { kind: "server_error" },
    });
  });

  it("waits as long for the receiver's first failure as it would have otherwise", async () => {
    await publish(
      hook("/erp", { config: { webhookUrl: receiver().url("/erp"), retryAttempts: 2 } }),
    );
    const id = await order();
    proxy.behave(407);
    for (const n of [1, 2, 3, 4]) await step(id, n);
    proxy.behave("carry");
    receiver().script("/erp", 500);
    await step(id, 5);
    // 5 s, give or take a fifth: the fifth failure would have waited for nearly two hours.
    expect(await waitSeconds(id)).toBeLessThan(7);
    await step(id, 6);
    expect(await waitSeconds(id)).toBeGreaterThan(20);
    expect(await waitSeconds(id)).toBeLessThan(40);
    await step(id, 7);
    expect(await delivery(id)).toMatchObject({ status: "failed", attemptCount: 7, maxAttempts: 7 });
  });

  it("fails after a day of it", async () => {
    const id = await order();
    proxy.behave(407);
    await step(id, 1);
    await db().$executeRawUnsafe(
      `UPDATE attempts SET started_at = started_at - ${DAY} WHERE delivery_id = '${id}'`,
    );
    expect(await step(id, 2)).toEqual({ status: "failed", nextAttemptAt: null });
    expect(await delivery(id)).toMatchObject({ status: "failed", lastFailure: { kind: "proxy" } });
  });

  it("that is resent by hand meanwhile waits on as it did", async () => {
    const id = await order();
    proxy.behave(407);
    await step(id, 1);
    const { nextAttemptAt, maxAttempts } = await delivery(id);
    await attemptDelivery({ deliveryId: id, stepKey: "manual-2", trigger: "manual", scheduled: 0 });
    expect(await delivery(id)).toMatchObject({ status: "retrying", nextAttemptAt, maxAttempts });
  });

  it("and that is a test ends at once, and says so", async () => {
    proxy.behave(407);
    const node = hook("/erp");
    const sent = await testWebhook({ actor, id: scenario(), input: { node } });
    expect(sent).toMatchObject({ ok: false, attempt: { failure: { kind: "proxy" } } });
    expect(await delivery(sent.deliveryId)).toMatchObject({ status: "failed", maxAttempts: 1 });
  });
});

it("a notification waits for the proxy, and has its attempts still when it is back", async () => {
  await db().notification.deleteMany();
  await fail(1);
  const url = receiver().url("/notify");
  await updateNotificationSettings({ actor, input: { webhook: { url } } });
  await fail(1);
  const [id = ""] = await makeSends({ now: new Date(Date.now() + 3_600_000) });
  proxy.behave(407);
  for (const attempt of [1, 2]) {
    expect(await attemptSend(id, attempt)).toMatchObject({ status: "pending" });
  }
  const stored = await db().notificationSend.findUniqueOrThrow({ where: { id } });
  expect(stored).toMatchObject({ attempts: 2, maxAttempts: 8, failureKind: "proxy" });
  proxy.behave("carry");
  await attemptSend(id, 3);
  const { lastSends } = await getNotificationSettings({ actor });
  expect(lastSends.webhook[0]).toMatchObject({ id, status: "succeeded" });
});
