import { describe, expect, it } from "vitest";
import { pause } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, outwait, retryIn, withReceiver } from "../support/receiver";
import {
  activateScenario,
  anOrder,
  createOrder,
  createScenario,
  deliveries,
  deliveryOf,
  ended,
  inStatus,
  liveScenario,
  reaching,
  runsOf,
  webhookGraph,
} from "../support/scenarios";

/** Time enough to end a delivery that waits; after it the next attempt would be made. */
const WAIT_SECONDS = 3;

export function controlCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);

  describe("a delivery", () => {
    it("that failed is sent again on demand: a manual attempt with the same id", async () => {
      receiver().script("/resend", 400, 200);
      const scenario = await live("/resend");
      const order = await createOrder(product());
      const failed = await ended(product(), scenario, order.id);
      expect(failed.status).toBe("failed");
      const answer = await product().post(`/api/v1/deliveries/${failed.id}/resend`);
      expect(answer.status).toBe(202);
      expect(answer.json).toEqual({ deliveryId: failed.id, attemptNumber: 2 });
      const resent = await inStatus(product(), failed.id, "succeeded");
      expect(resent.attempts.map((a: { trigger: string }) => a.trigger)).toEqual([
        "automatic",
        "manual",
      ]);
      const [first, second] = receiver().requestsTo("/resend");
      expect(second?.headers["x-webhook-id"]).toBe(failed.id);
      expect(second?.headers["x-webhook-attempt"]).toBe("2");
      expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
    });

    it("that waits is cancelled on demand, and stays so", async () => {
      receiver().script("/cancel", retryIn(WAIT_SECONDS), 200);
      const scenario = await live("/cancel");
      const order = await createOrder(product());
      const waiting = await reaching(product(), scenario, order.id, "retrying");
      expect(Date.parse(waiting.nextAttemptAt)).toBeGreaterThan(Date.now());
      const answer = await product().post(`/api/v1/deliveries/${waiting.id}/cancel`);
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ status: "cancelled", nextAttemptAt: null });
      const again = await product().post(`/api/v1/deliveries/${waiting.id}/cancel`);
      expect(again.status).toBe(200);
      await outwait(product(), receiver(), WAIT_SECONDS + 1);
      expect(receiver().requestsTo("/cancel")).toHaveLength(1);
      expect(await deliveryOf(product(), waiting.id)).toMatchObject({
        status: "cancelled",
        nextAttemptAt: null,
        attemptCount: 1,
      });
    });

    it("that has ended can't be cancelled", async () => {
      const scenario = await live("/ended");
      const order = await createOrder(product());
      const delivery = await ended(product(), scenario, order.id);
      const answer = await product().post(`/api/v1/deliveries/${delivery.id}/cancel`);
      expect(answer.status).toBe(409);
      expect(answer.json.code).toBe("conflict");
      expect((await deliveryOf(product(), delivery.id)).status).toBe("succeeded");
    });
  });

  describe("a scenario", () => {
    it("that is deactivated starts no new run, and does again once activated", async () => {
      const scenario = await live("/paused");
      const stopped = await product().post(`/api/v1/scenarios/${scenario}/deactivate`);
      expect(stopped.json.status).toBe("paused");
      const witness = await live("/witness");
      const missed = await createOrder(product());
      await ended(product(), witness, missed.id);
      expect(await deliveries(product(), scenario)).toEqual([]);
      await activateScenario(product(), scenario);
      const order = await createOrder(product());
      await ended(product(), scenario, order.id);
      expect(await runsOf(product(), scenario)).toHaveLength(1);
    });

    it("that is deleted keeps its history readable; what waited is cancelled", async () => {
      receiver().script("/deleted", 200, retryIn(WAIT_SECONDS), 200);
      const scenario = await live("/deleted");
      const done = await createOrder(product());
      const first = await ended(product(), scenario, done.id);
      const order = await createOrder(product());
      const waiting = await reaching(product(), scenario, order.id, "retrying");
      const target = `/api/v1/scenarios/${scenario}`;
      expect((await product().call(target, { method: "DELETE" })).status).toBe(204);
      expect((await product().get(target)).status).toBe(404);
      expect((await product().call(target, { method: "DELETE" })).status).toBe(404);
      await outwait(product(), receiver(), WAIT_SECONDS + 1);
      expect(receiver().requestsTo("/deleted")).toHaveLength(2);
      expect((await deliveryOf(product(), first.id)).status).toBe("succeeded");
      expect(await deliveryOf(product(), waiting.id)).toMatchObject({
        status: "cancelled",
        nextAttemptAt: null,
      });
      const runs = await runsOf(product(), scenario);
      expect(runs.map((run) => run.status).sort()).toEqual(["cancelled", "succeeded"]);
      expect((await product().get(`/api/v1/runs/${first.runId}`)).status).toBe(200);
      const after = await createOrder(product());
      const witness = await live("/witness");
      const seen = await createOrder(product());
      await ended(product(), witness, seen.id);
      expect(await deliveries(product(), scenario, after.id)).toEqual([]);
    });

    it("that is activated ten times at once has one version and one run for an order", async () => {
      const scenario = await createScenario(product(), { webhookUrl: receiver().url("/ten") });
      await Promise.all(Array.from({ length: 10 }, () => activateScenario(product(), scenario)));
      const { json } = await product().get(`/api/v1/scenarios/${scenario}`);
      expect(json).toMatchObject({ status: "active", publishedVersion: 1 });
      const order = await createOrder(product());
      await ended(product(), scenario, order.id);
      await pause(500);
      expect(await runsOf(product(), scenario)).toHaveLength(1);
      expect(receiver().requestsTo("/ten")).toHaveLength(1);
    });

    it("beside another one: an order starts a run of each", async () => {
      const one = await live("/one");
      const two = await live("/two");
      const order = await createOrder(product());
      const ids = [await ended(product(), one, order.id), await ended(product(), two, order.id)];
      expect(new Set(ids.map((delivery) => delivery.runId)).size).toBe(2);
      const trace = (await product().get(`/api/v1/orders/${order.id}`)).json;
      expect(trace.runIds).toEqual(
        expect.arrayContaining(ids.map((delivery) => delivery.runId as string)),
      );
    });

    it("with two webhooks, one of which fails: the healthy one gets one request", async () => {
      receiver().script("/dead", 500);
      const scenario = await liveScenario(
        product(),
        { webhookUrl: receiver().url("/dead"), retryAttempts: 2 },
        { webhookUrl: receiver().url("/healthy"), retryAttempts: 2 },
      );
      const order = await createOrder(product());
      await receiver().waitFor(3, "/dead");
      const dead = (await deliveries(product(), scenario, order.id)).find((d) =>
        d.url.endsWith("/dead"),
      );
      await inStatus(product(), dead.id, "failed");
      expect(receiver().requestsTo("/healthy")).toHaveLength(1);
      expect(receiver().requestsTo("/dead")).toHaveLength(3);
    });
  });

  describe("a test", () => {
    it("of a draft answers 202 with the run and its deliveries, marked as a test", async () => {
      const scenario = await createScenario(product(), { webhookUrl: receiver().url("/test-run") });
      const answer = await product().post(`/api/v1/scenarios/${scenario}/test`);
      expect(answer.status, answer.text).toBe(202);
      const { runId, deliveryIds } = answer.json;
      expect(deliveryIds).toHaveLength(1);
      const delivery = await inStatus(product(), deliveryIds[0], "succeeded");
      expect(delivery).toMatchObject({ runId, isTest: true });
      const run = (await product().get(`/api/v1/runs/${runId}`)).json;
      expect(run.isTest).toBe(true);
      expect(receiver().requestsTo("/test-run")).toHaveLength(1);
      const order = await createOrder(product());
      const real = await product().post(`/api/v1/scenarios/${scenario}/test`, {
        orderId: order.id,
      });
      expect(real.status).toBe(202);
      const sent = await inStatus(product(), real.json.deliveryIds[0], "succeeded");
      expect(JSON.parse(sent.body).data.order._id).toBe(order.id);
      const unknown = await product().post(`/api/v1/scenarios/${scenario}/test`, {
        orderId: "ord_none",
      });
      expect(unknown.status).toBe(404);
    });

    it("of a webhook sends what is on screen, unsaved, once, and saves nothing of it", async () => {
      receiver().script("/unsaved", 500);
      const scenario = await createScenario(product(), { webhookUrl: receiver().url("/saved") });
      const before = (await product().get(`/api/v1/scenarios/${scenario}`)).json;
      const node = webhookGraph({
        webhookUrl: receiver().url("/unsaved"),
        secret: "unsaved-secret",
        retryAttempts: 3,
      }).nodes[1];
      const answer = await product().post(`/api/v1/scenarios/${scenario}/test-webhook`, { node });
      expect(answer.status, answer.text).toBe(200);
      expect(answer.json).toMatchObject({
        ok: false,
        attempt: { number: 1, trigger: "test", response: { statusCode: 500 } },
      });
      expect(receiver().requestsTo("/unsaved")).toHaveLength(1);
      expect(receiver().requestsTo("/saved")).toHaveLength(0);
      const delivery = await deliveryOf(product(), answer.json.deliveryId);
      expect(delivery).toMatchObject({ isTest: true, status: "failed", maxAttempts: 1 });
      expect((await product().get(`/api/v1/scenarios/${scenario}`)).json).toEqual(before);
    });
  });

  describe("an Idempotency-Key", () => {
    it("makes a repeat return the first order, and refuses another body", async () => {
      const scenario = await live("/idempotent");
      const key = { "Idempotency-Key": `key-${Date.now()}-${Math.random()}` };
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => product().post("/api/v1/orders", anOrder(), key)),
      );
      expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201]);
      const ids = new Set(answers.map((answer) => answer.json.id));
      expect(ids.size).toBe(1);
      const other = await product().post("/api/v1/orders", anOrder("other@example.com"), key);
      expect(other.status).toBe(409);
      expect(other.json.code).toBe("idempotency_mismatch");
      const delivery = await ended(product(), scenario, answers[0]?.json.id);
      expect(delivery.status).toBe("succeeded");
      expect(await runsOf(product(), scenario)).toHaveLength(1);
      expect(receiver().requestsTo("/idempotent")).toHaveLength(1);
    });
  });
}
