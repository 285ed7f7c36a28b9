import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { type Behaviour, startReceiver, steps } from "../../fixtures/receiver";
import { verifyWebhook } from "../../fixtures/spec-verify";
import type { Product } from "../support/product";
import { withReceiver } from "../support/receiver";
import { createOrder, ended, liveScenario, runsOf } from "../support/scenarios";

const SECRET = "your-webhook-secret";

export function deliveryCases(product: () => Product) {
  const receiver = withReceiver();

  const sendTo = async (path: string, config: Record<string, unknown> = {}) => {
    const webhookUrl = path.startsWith("http") ? path : receiver().url(path);
    const scenario = await liveScenario(product(), { webhookUrl, secret: SECRET, ...config });
    const order = await createOrder(product());
    return { scenario, order, delivery: await ended(product(), scenario, order.id) };
  };

  describe("an order with a live scenario", () => {
    it("gives one run and one delivery, which the specification's own snippet verifies", async () => {
      const { scenario, order, delivery } = await sendTo("/once", { headers: { "X-Shop": "7" } });
      expect(delivery).toMatchObject({
        status: "succeeded",
        attemptCount: 1,
        lastStatusCode: 200,
        lastFailure: null,
        isTest: false,
        event: "order.created",
      });
      const runs = await runsOf(product(), scenario);
      expect(runs).toHaveLength(1);
      const [request, ...more] = receiver().requestsTo("/once");
      expect(more).toEqual([]);
      if (!request) throw new Error("nothing arrived");
      const { headers } = request;
      const body = request.body.toString("utf8");
      const timestamp = headers["x-webhook-timestamp"] ?? "";
      const signature = headers["x-webhook-signature"] ?? "";
      expect(verifyWebhook(body, signature, SECRET, timestamp)).toBe(true);
      expect(verifyWebhook(`${body} `, signature, SECRET, timestamp)).toBe(false);
      const standard = new Webhook(SECRET, { format: "raw" });
      expect(standard.verify(body, headers)).toEqual(JSON.parse(body));
      expect(request.method).toBe("POST");
      expect(headers).toMatchObject({
        "content-type": expect.stringMatching(/^application\/json/),
        "content-length": String(request.body.length),
        "x-webhook-event": "order.created",
        "x-webhook-id": delivery.id,
        "x-webhook-attempt": "1",
        "x-shop": "7",
      });
      expect(body).toBe(delivery.body);
      expect(JSON.parse(body)).toMatchObject({
        event: "order.created",
        timestamp: expect.any(Number),
        data: {
          order: {
            _id: order.id,
            orderId: order.orderId,
            total: 25,
            createdAt: expect.any(Number),
          },
          orderId: order.id,
        },
        source: "traderlaunchpad",
        version: "1.0",
      });
      expect(delivery.attempts).toHaveLength(1);
      expect(delivery.attempts[0]).toMatchObject({
        number: 1,
        trigger: "automatic",
        failure: null,
        remoteAddress: expect.stringContaining("127.0.0.1"),
        response: { statusCode: 200, body: "ok", truncated: false },
      });
      const run = (await product().get(`/api/v1/runs/${runs[0].id}`)).json;
      expect(run.status).toBe("succeeded");
      const trace = (await product().get(`/api/v1/orders/${order.id}`)).json;
      expect(trace.runIds).toEqual([runs[0].id]);
    });

    it("is sent three times to a receiver that answers 500, 500, 200: same bytes and id, fresh signatures, growing waits", async () => {
      /** The wait that was stored before this request, in milliseconds. */
      const waits: number[] = [];
      const answer =
        (status: number): Behaviour =>
        ({ request, response }) => {
          const id = String(request.headers["x-webhook-id"]);
          const number = Number(request.headers["x-webhook-attempt"]);
          void product()
            .db.query(
              `select extract(epoch from d.next_attempt_at - a.completed_at) * 1000 as wait
               from deliveries d join attempts a on a.delivery_id = d.id
               where d.id = $1 and a.number = $2`,
              [id, number - 1],
            )
            .then(({ rows }) => {
              if (rows[0]) waits.push(Number(rows[0].wait));
              response.writeHead(status).end();
            });
        };
      receiver().script("/twice", answer(500), answer(500), answer(200));
      const { delivery } = await sendTo("/twice");
      const requests = receiver().requestsTo("/twice");
      expect(requests).toHaveLength(3);
      expect(new Set(requests.map(({ body }) => body.toString("hex"))).size).toBe(1);
      expect(requests.map(({ headers }) => headers["x-webhook-attempt"])).toEqual(["1", "2", "3"]);
      for (const { headers, body } of requests) {
        expect(headers["x-webhook-id"]).toBe(delivery.id);
        const at = headers["x-webhook-timestamp"] ?? "";
        const signature = headers["x-webhook-signature"] ?? "";
        expect(verifyWebhook(body.toString("utf8"), signature, SECRET, at)).toBe(true);
      }
      const times = requests.map(({ headers }) => Number(headers["x-webhook-timestamp"]));
      for (const [index, attempt] of delivery.attempts.entries()) {
        expect(times[index]).toBe(Math.floor(Date.parse(attempt.startedAt) / 1000));
      }
      expect(waits).toHaveLength(2);
      expect(waits[0]).toBeGreaterThan(0);
      expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) * 2);
      expect(delivery).toMatchObject({ status: "succeeded", attemptCount: 3, nextAttemptAt: null });
      expect(delivery.attempts.map(({ number }: { number: number }) => number)).toEqual([1, 2, 3]);
      expect(
        delivery.attempts.map((a: { response: { statusCode: number } }) => a.response.statusCode),
      ).toEqual([500, 500, 200]);
    });
  });

  describe("is final after one request", () => {
    it.each([400, 404, 410, 422])("for an answer of %i", async (status) => {
      receiver().script(`/final-${status}`, status);
      const { delivery } = await sendTo(`/final-${status}`);
      expect(delivery).toMatchObject({
        status: "failed",
        attemptCount: 1,
        lastStatusCode: status,
        lastFailure: { kind: "client_error", hint: expect.stringMatching(/\w/) },
      });
      expect(receiver().requestsTo(`/final-${status}`)).toHaveLength(1);
    });

    it("with no retry attempts, for an answer of 500", async () => {
      receiver().script("/no-retry", 500);
      const { delivery } = await sendTo("/no-retry", { retryAttempts: 0 });
      expect(delivery).toMatchObject({
        status: "failed",
        attemptCount: 1,
        maxAttempts: 1,
        lastFailure: { kind: "server_error" },
      });
      expect(receiver().requestsTo("/no-retry")).toHaveLength(1);
    });

    it("for a redirect, which is not followed; the hint names the address", async () => {
      receiver().script("/moved", steps.redirect(receiver().url("/elsewhere"), 301));
      const { delivery } = await sendTo("/moved", { retryAttempts: 0 });
      expect(delivery).toMatchObject({ status: "failed", lastFailure: { kind: "redirect" } });
      expect(delivery.lastFailure.hint).toContain(receiver().url("/elsewhere"));
      expect(receiver().requestsTo("/elsewhere")).toEqual([]);
      expect(receiver().requestsTo("/moved")).toHaveLength(1);
    });
  });

  describe("costs one attempt's row, and not the process, a receiver that", () => {
    it("refuses the connection", async () => {
      const closed = await startReceiver();
      await closed.close();
      const { delivery } = await sendTo(closed.url("/nobody"), { retryAttempts: 0 });
      expect(delivery).toMatchObject({ status: "failed", lastFailure: { kind: "connect" } });
      expect(delivery.attempts).toHaveLength(1);
      expect(delivery.attempts[0]).toMatchObject({
        response: null,
        failure: { kind: "connect", message: expect.stringMatching(/\w/) },
      });
    });

    it("answers garbage", async () => {
      receiver().script("/garbage", steps.garbage());
      const { delivery } = await sendTo("/garbage", { retryAttempts: 0 });
      expect(delivery.status).toBe("failed");
      expect(delivery.attempts).toHaveLength(1);
      expect(delivery.attempts[0].failure.kind).toMatch(/^[a-z_]+$/);
      expect(delivery.attempts[0].failure.kind).not.toBe("interrupted");
    });

    it.each([
      ["hangs up", steps.hangUp()],
      ["resets the connection", steps.reset()],
    ])("%s", async (name, step) => {
      const path = `/${name.replaceAll(" ", "-")}`;
      receiver().script(path, step);
      const { delivery } = await sendTo(path, { retryAttempts: 0 });
      expect(delivery).toMatchObject({ status: "failed", lastFailure: { kind: "reset" } });
      expect(delivery.attempts).toHaveLength(1);
    });

    it("answers without end: a success, cut off", async () => {
      receiver().script("/huge", steps.huge(256));
      const { delivery } = await sendTo("/huge", { retryAttempts: 0 });
      expect(delivery).toMatchObject({ status: "succeeded", lastStatusCode: 200 });
      const { response } = delivery.attempts[0];
      expect(response.truncated).toBe(true);
      expect(response.body.length).toBeGreaterThan(0);
      expect(response.body.length).toBeLessThan(1024 * 1024);
    });

    it("answers in bytes that are no text", async () => {
      receiver().script("/binary", { body: Buffer.from([0, 255, 254, 0, 128, 195, 40, 0]) });
      const { delivery } = await sendTo("/binary", { retryAttempts: 0 });
      expect(delivery).toMatchObject({ status: "succeeded", lastStatusCode: 200 });
    });

    it.each([
      ["never answers", steps.stall(), null],
      ["answers a byte at a time", steps.drip(500), 200],
    ])("%s, until the timeout", async (name, step, statusCode) => {
      const path = `/${name.replaceAll(" ", "-")}`;
      receiver().script(path, step);
      const { delivery } = await sendTo(path, { retryAttempts: 0, timeout: 5 });
      expect(delivery).toMatchObject({
        status: "failed",
        lastStatusCode: statusCode,
        lastFailure: { kind: "timeout", hint: expect.stringMatching(/\w/) },
      });
      expect(delivery.attempts).toHaveLength(1);
    });
  });
}
