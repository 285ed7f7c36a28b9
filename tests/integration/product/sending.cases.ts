import { describe, expect, it } from "vitest";
import { type Behaviour, steps } from "../../fixtures/receiver";
import { verifyWebhook } from "../../fixtures/spec-verify";
import { request } from "../support/client";
import { eventually } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, outwait, retryIn, SECRET, withReceiver } from "../support/receiver";
import {
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

/** So long that what happens meanwhile is not the waiting attempt; it is cancelled in the end. */
const LONG_SECONDS = 600;

const planted = {
  APIToken: "planted-api-token-7GQ2",
  "x-API-key": "planted-api-key-9HX4",
  AUTHORIZATION: "Bearer planted-bearer-3KZ8",
  cOOkie: "session=planted-cookie-5WM1",
};

export function sendingCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);

  const cancel = (id: string) => product().post(`/api/v1/deliveries/${id}/cancel`);

  describe("an order's event", () => {
    it("that is handed over three times, under ids the engine can't compare, is one webhook", async () => {
      const scenario = await live("/thrice");
      const order = await createOrder(product());
      await ended(product(), scenario, order.id);
      const data = JSON.stringify({ eventId: order.eventId, orderId: order.id });
      for (const number of [1, 2, 3]) {
        await product().db.query(
          "insert into outbox_messages (id, name, data) values ($1, 'order.created', $2)",
          [`${order.eventId}:again-${number}`, data],
        );
      }
      await eventually(
        async () => {
          const { rows } = await product().db.query("select 1 from outbox_messages");
          return rows.length === 0;
        },
        { what: "the hand-over" },
      );
      await outwait(product(), receiver(), 2);
      expect(await runsOf(product(), scenario)).toHaveLength(1);
      expect(await deliveries(product(), scenario)).toHaveLength(1);
      expect(receiver().requestsTo("/thrice")).toHaveLength(1);
    });

    it("that comes with others goes in one call with them: each order has its webhook, each webhook its retries", async () => {
      const orders = await Promise.all(Array.from({ length: 12 }, () => createOrder(product())));
      receiver().script("/burst", 500, 500, 500, 200);
      const scenario = await live("/burst");
      // As if all of them had just been placed, and their process had died: one sweep finds them.
      const eventIds = orders.map(({ eventId }) => eventId);
      await product().db.query("update events set routed_at = null where id = any($1)", [eventIds]);
      await product().db.query(
        `insert into outbox_messages (id, name, data)
         select id || ':again', 'order.created', json_build_object('eventId', id, 'orderId', order_id)
         from events where id = any($1)`,
        [eventIds],
      );
      const settled = await Promise.all(orders.map(({ id }) => ended(product(), scenario, id)));
      expect(settled.map(({ status }) => status)).toEqual(orders.map(() => "succeeded"));
      expect(settled.reduce((sum, { attemptCount }) => sum + attemptCount, 0)).toBe(12 + 3);
      const requests = receiver().requestsTo("/burst");
      expect(requests).toHaveLength(12 + 3);
      expect(new Set(requests.map(({ headers }) => headers["x-webhook-id"])).size).toBe(12);
      const { rows } = await product().db.query(
        "select 1 from engine.event where name = 'order.created.batch' and body like $1",
        [`%${eventIds[0]}%`],
      );
      expect(rows).toHaveLength(1);
    });

    it("to two receivers that are down has a timer for each: the one goes on while the other waits", async () => {
      receiver().script("/waits", retryIn(LONG_SECONDS), 200);
      receiver().script("/goes-on", 500, 500, 200);
      const scenario = await liveScenario(
        product(),
        { webhookUrl: receiver().url("/waits") },
        { webhookUrl: receiver().url("/goes-on") },
      );
      const order = await createOrder(product());
      const both = await eventually(
        async () => {
          const found = await deliveries(product(), scenario, order.id);
          const waits = found.find(({ url }) => url.endsWith("/waits"));
          const other = found.find(({ url }) => url.endsWith("/goes-on"));
          return waits?.status === "retrying" && other ? { waits, other } : null;
        },
        { what: "a delivery that waits" },
      );
      const done = await inStatus(product(), both.other.id, "succeeded");
      expect(done.attemptCount).toBe(3);
      expect(await deliveryOf(product(), both.waits.id)).toMatchObject({
        status: "retrying",
        attemptCount: 1,
        nextAttemptAt: both.waits.nextAttemptAt,
      });
      await cancel(both.waits.id);
    });

    it("that a receiver answers with a new order, again and again, is stopped at a depth, with the reason", async () => {
      const answer: Behaviour = ({ request: got, response }) => {
        const id = String(got.headers["x-webhook-id"]);
        product()
          .post("/api/v1/orders", anOrder(), { "X-Webhook-Id": id })
          .then(() => response.end("ok"))
          .catch(() => response.destroy());
      };
      receiver().script("/loop", answer);
      const scenario = await live("/loop");
      await createOrder(product());
      const runs = await eventually(
        async () => {
          const found = await runsOf(product(), scenario);
          return found.some(({ status }) => status === "failed") ? found : null;
        },
        { what: "a run that is stopped" },
      );
      // Six orders were told of; what the sixth was answered with is the seventh, and the last.
      expect(runs).toHaveLength(7);
      expect(receiver().requestsTo("/loop")).toHaveLength(6);
      const stopped = runs.find(({ status }) => status === "failed");
      const run = (await product().get(`/api/v1/runs/${stopped.id}`)).json;
      expect(run.steps[0]).toMatchObject({
        status: "failed",
        reason: expect.stringMatching(/^Stopped: 6 events led to this one/),
      });
      expect(run.steps[1]).toMatchObject({ status: "skipped", deliveryId: null });
      const { trace } = (await product().get(`/api/v1/orders/${run.orderId}`)).json;
      expect(trace.event).toMatchObject({ depth: 6, causedBy: expect.stringMatching(/^dlv_/) });
    });
  });

  describe("a delivery that waits for its next attempt", () => {
    it("is shown as retrying with the time of that attempt, in every list, and not as failed", async () => {
      receiver().script("/retrying", retryIn(LONG_SECONDS), 200);
      const scenario = await live("/retrying");
      const order = await createOrder(product());
      const waiting = await reaching(product(), scenario, order.id, "retrying");
      expect(Date.parse(waiting.nextAttemptAt)).toBeGreaterThan(Date.now());
      expect(waiting).toMatchObject({ completedAt: null, lastFailure: { kind: "server_error" } });
      const listed = async (status: string) => {
        const path = `/api/v1/deliveries?scenarioId=${scenario}&status=${status}`;
        return (await product().get(path)).json.items;
      };
      expect(await listed("retrying")).toMatchObject([
        { id: waiting.id, nextAttemptAt: waiting.nextAttemptAt },
      ]);
      expect(await listed("failed")).toEqual([]);
      const [run] = await runsOf(product(), scenario);
      expect(run.status).toBe("running");
      const { trace } = (await product().get(`/api/v1/orders/${order.id}`)).json;
      expect(trace.runs[0].deliveries).toMatchObject([{ id: waiting.id, status: "retrying" }]);
      await cancel(waiting.id);
    });
  });

  describe("a secret in a header", () => {
    it("is masked in lists, logs, errors and answers, however its name is written", async () => {
      const values = Object.values(planted).map((value) => value.replace(/^\w+[ =]/, ""));
      receiver().script("/cases", ({ request: got, response }) => {
        response.writeHead(500, { "X-Echo": values.join(" ") }).end(JSON.stringify(got.headers));
      });
      const config = {
        webhookUrl: receiver().url("/cases"),
        headers: planted,
        retryAttempts: 0,
      };
      const scenario = await liveScenario(product(), config);
      const order = await createOrder(product());
      const delivery = await ended(product(), scenario, order.id);
      const [sent] = receiver().requestsTo("/cases");
      for (const [name, value] of Object.entries(planted)) {
        expect(sent?.headers[name.toLowerCase()], name).toBe(value);
        expect(delivery.attempts[0].request.headers[name], name).toMatch(/^•+$/);
      }
      const id = { "x-webhook-id": delivery.id };
      const answers = [
        // Refused, each with what is wrong.
        await product().post("/api/v1/scenarios", {
          name: "Refused",
          graph: webhookGraph({ ...config, timeout: 1 }),
        }),
        await request(product().url, "/api/v1/orders", {
          method: "POST",
          headers: { ...planted, ...id },
          body: {},
        }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([400, 401]);
      for (const path of [
        `scenarios/${scenario}`,
        `scenarios/${scenario}/versions/1`,
        `scenarios/${scenario}/export`,
        `deliveries/${delivery.id}`,
        `deliveries/export?format=csv&scenarioId=${scenario}`,
        `deliveries/export?format=ndjson&scenarioId=${scenario}`,
        `runs/${delivery.runId}`,
        `orders/${order.id}`,
        ..."scenarios deliveries runs orders overview".split(" "),
      ]) {
        const answer = await product().get(`/api/v1/${path}`);
        expect(answer.status, path).toBe(200);
        answers.push(answer);
      }
      for (const value of values) {
        for (const { text } of answers) expect(text).not.toContain(value);
        expect(product().output()).not.toContain(value);
      }
    });
  });

  describe("a test send of a form that is not saved", () => {
    const sendTest = async (config: Record<string, unknown>) => {
      const scenario = await createScenario(product(), { webhookUrl: receiver().url("/saved") });
      const node = webhookGraph(config).nodes[1];
      const answer = await product().post(`/api/v1/scenarios/${scenario}/test-webhook`, { node });
      expect(answer.status, answer.text).toBe(200);
      return {
        scenario,
        answer: answer.json,
        delivery: await deliveryOf(product(), answer.json.deliveryId),
      };
    };

    it("is signed and cut off as a live one, and is flagged as a test everywhere", async () => {
      receiver().script("/unsaved-form", steps.huge(256));
      const { scenario, answer, delivery } = await sendTest({
        webhookUrl: receiver().url("/unsaved-form"),
        secret: SECRET,
      });
      expect(answer).toMatchObject({ ok: true, attempt: { response: { truncated: true } } });
      const [sent] = receiver().requestsTo("/unsaved-form");
      const { headers = {} } = sent ?? {};
      expect(
        verifyWebhook(
          String(sent?.body),
          headers["x-webhook-signature"] ?? "",
          SECRET,
          headers["x-webhook-timestamp"] ?? "",
        ),
      ).toBe(true);
      expect(headers["x-webhook-id"]).toBe(delivery.id);
      expect(delivery).toMatchObject({ isTest: true, attempts: [{ trigger: "test" }] });
      expect((await runsOf(product(), scenario)).map(({ isTest }) => isTest)).toEqual([true]);
    });

    it("passes the guard of live ones: a private address gets no connection", async () => {
      const { answer } = await sendTest({ webhookUrl: "http://169.254.169.254/latest/meta-data" });
      expect(answer).toMatchObject({
        ok: false,
        attempt: { response: null, remoteAddress: null, failure: { kind: "blocked_address" } },
      });
    });

    it("that is resent sends the same bytes once more: the envelope is not wrapped again", async () => {
      receiver().script("/resent-test", 500, 200);
      const { delivery } = await sendTest({ webhookUrl: receiver().url("/resent-test") });
      const resent = await product().post(`/api/v1/deliveries/${delivery.id}/resend`);
      expect(resent.status, resent.text).toBe(202);
      const after = await inStatus(product(), delivery.id, "succeeded");
      expect(after).toMatchObject({ isTest: true, attemptCount: 2 });
      const [first, second] = receiver().requestsTo("/resent-test");
      expect(second?.body.equals(first?.body ?? Buffer.alloc(0))).toBe(true);
      expect(second?.headers["x-webhook-id"]).toBe(delivery.id);
      const body = JSON.parse(String(second?.body));
      expect(body).toMatchObject({ event: "order.created", data: { order: expect.any(Object) } });
      expect(body.data).not.toHaveProperty("event");
      expect(body.data).not.toHaveProperty("data");
    });
  });
}
