import { describe, expect, it } from "vitest";
import type { ReceivedRequest } from "../../fixtures/receiver";
import { verifyWebhook } from "../../fixtures/spec-verify";
import { eventually } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, outwait, retryIn, SECRET, withReceiver } from "../support/receiver";
import {
  createOrder,
  deliveryOf,
  editScenario,
  ended,
  inStatus,
  reaching,
  runsOf,
} from "../support/scenarios";

/** Time enough for an edit and a resend before the next automatic attempt. */
const WAIT_SECONDS = 5;

type Attempt = { number: number; trigger: string };
const triggersOf = ({ attempts }: { attempts: Attempt[] }) =>
  attempts.map(({ trigger }) => trigger);

const isSignedWith = (secret: string, request: ReceivedRequest | undefined) =>
  verifyWebhook(
    String(request?.body),
    request?.headers["x-webhook-signature"] ?? "",
    secret,
    request?.headers["x-webhook-timestamp"] ?? "",
  );

export function resendCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);

  const resend = async (deliveryId: string, attemptNumber: number) => {
    const answer = await product().post(`/api/v1/deliveries/${deliveryId}/resend`);
    expect(answer.status, answer.text).toBe(202);
    expect(answer.json).toEqual({ deliveryId, attemptNumber });
  };

  /** The delivery once the resend that became its attempt of this number has ended. */
  const afterAttempt = (deliveryId: string, number: number) =>
    eventually(
      async () => {
        const delivery = await deliveryOf(product(), deliveryId);
        return delivery.attempts[number - 1]?.completedAt ? delivery : null;
      },
      { what: `the end of attempt ${number}` },
    );

  describe("while a retry waits", () => {
    it("a resend that succeeds ends the delivery: no automatic attempt follows", async () => {
      receiver().script("/mended", retryIn(WAIT_SECONDS), 200);
      const scenario = await live("/mended");
      const order = await createOrder(product());
      const waiting = await reaching(product(), scenario, order.id, "retrying");
      await resend(waiting.id, 2);
      const mended = await inStatus(product(), waiting.id, "succeeded");
      expect(mended).toMatchObject({ attemptCount: 2, nextAttemptAt: null, lastFailure: null });
      expect(triggersOf(mended)).toEqual(["automatic", "manual"]);
      await outwait(product(), receiver(), WAIT_SECONDS + 1);
      expect(receiver().requestsTo("/mended")).toHaveLength(2);
      const after = await deliveryOf(product(), waiting.id);
      expect(after).toMatchObject({ status: "succeeded", attemptCount: 2 });
      const [run] = await runsOf(product(), scenario);
      expect(run.status).toBe("succeeded");
    });

    it("a resend that fails leaves the schedule as it was, and counts for nothing in it", async () => {
      receiver().script("/still-down", retryIn(WAIT_SECONDS), 500);
      const scenario = await live("/still-down", { retryAttempts: 2 });
      const order = await createOrder(product());
      const waiting = await reaching(product(), scenario, order.id, "retrying");
      await resend(waiting.id, 2);
      const resent = await afterAttempt(waiting.id, 2);
      expect(resent).toMatchObject({ status: "retrying", nextAttemptAt: waiting.nextAttemptAt });
      const failed = await ended(product(), scenario, order.id);
      expect(failed).toMatchObject({ status: "failed", maxAttempts: 3, attemptCount: 4 });
      expect(triggersOf(failed)).toEqual(["automatic", "manual", "automatic", "automatic"]);
      const requests = receiver().requestsTo("/still-down");
      expect(requests.map(({ headers }) => headers["x-webhook-attempt"])).toEqual(
        "1 2 3 4".split(" "),
      );
      const due = Date.parse(waiting.nextAttemptAt);
      expect(requests[2]?.receivedAt.getTime()).toBeGreaterThanOrEqual(due);
    });
  });

  it("a resend that fails, of a delivery that had arrived, is recorded and takes nothing back", async () => {
    receiver().script("/arrived", 200, 500);
    const scenario = await live("/arrived");
    const order = await createOrder(product());
    const arrived = await ended(product(), scenario, order.id);
    expect(arrived.status).toBe("succeeded");
    await resend(arrived.id, 2);
    const resent = await afterAttempt(arrived.id, 2);
    expect(resent).toMatchObject({ status: "succeeded", attemptCount: 2, nextAttemptAt: null });
    expect(resent.attempts[1]).toMatchObject({
      number: 2,
      trigger: "manual",
      failure: { kind: "server_error" },
      response: { statusCode: 500 },
    });
    // The wait after a first failure is a fraction of a second here.
    await outwait(product(), receiver(), 1);
    expect(receiver().requestsTo("/arrived")).toHaveLength(2);
    expect((await deliveryOf(product(), arrived.id)).status).toBe("succeeded");
    const [run] = await runsOf(product(), scenario);
    expect(run.status).toBe("succeeded");
  });

  describe("once the scenario is edited and live again", () => {
    it("automatic attempts keep the run's version; a resend takes the live one and says so", async () => {
      receiver().script("/before", retryIn(WAIT_SECONDS), 200);
      receiver().script("/after", 500);
      const scenario = await live("/before", { headers: { "X-Version": "1" } });
      const order = await createOrder(product());
      const waiting = await reaching(product(), scenario, order.id, "retrying");
      await editScenario(product(), scenario, {
        webhookUrl: receiver().url("/after"),
        secret: SECRET,
        headers: { "X-Version": "2" },
      });
      await resend(waiting.id, 2);
      await afterAttempt(waiting.id, 2);
      const delivery = await ended(product(), scenario, order.id);
      expect(delivery.status).toBe("succeeded");
      expect(triggersOf(delivery)).toEqual(["automatic", "manual", "automatic"]);
      expect(delivery.attempts).toMatchObject([
        { request: { url: receiver().url("/before") }, note: null },
        {
          request: { url: receiver().url("/after") },
          note: expect.stringContaining("version 2"),
        },
        { request: { url: receiver().url("/before") }, note: null },
      ]);
      const versionsAt = (path: string) =>
        receiver()
          .requestsTo(path)
          .map(({ headers }) => headers["x-version"]);
      expect(versionsAt("/before")).toEqual(["1", "1"]);
      expect(versionsAt("/after")).toEqual(["2"]);
      const bodies = [...receiver().requestsTo("/before"), ...receiver().requestsTo("/after")];
      expect(new Set(bodies.map(({ body }) => body.toString("hex"))).size).toBe(1);
    });

    it("a secret that was rotated signs the next automatic attempt", async () => {
      const rotated = "rotated-secret-of-test";
      receiver().script("/rotated", retryIn(WAIT_SECONDS), 200);
      const scenario = await live("/rotated");
      const order = await createOrder(product());
      await reaching(product(), scenario, order.id, "retrying");
      await editScenario(product(), scenario, {
        webhookUrl: receiver().url("/rotated"),
        secret: rotated,
      });
      const delivery = await ended(product(), scenario, order.id);
      expect(delivery.status).toBe("succeeded");
      expect(triggersOf(delivery)).toEqual(["automatic", "automatic"]);
      const [first, second, ...more] = receiver().requestsTo("/rotated");
      expect(more).toEqual([]);
      expect(isSignedWith(SECRET, first)).toBe(true);
      expect(isSignedWith(rotated, second)).toBe(true);
      expect(isSignedWith(SECRET, second)).toBe(false);
    });
  });
}
