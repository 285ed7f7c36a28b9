import { describe, expect, it } from "vitest";
import { expectNoColumnWith } from "../support/leaks";
import type { Product } from "../support/product";
import { withReceiver } from "../support/receiver";
import {
  createOrder,
  ended,
  liveScenario,
  reaching,
  runsOf,
  webhookGraph,
} from "../support/scenarios";

const planted = {
  secret: "planted-signing-secret-4XQ9",
  authorization: "Bearer planted-authorization-8HJ2",
  apiKey: "planted-api-key-K3V7",
  unsaved: "planted-unsaved-secret-T5B1",
};

export function secretCases(product: () => Product) {
  const receiver = withReceiver();

  describe("a secret", () => {
    it("reaches the receiver alone: no answer, no column and no log line holds it", async () => {
      // The receiver throws everything back: what it says is stored and shown as well.
      receiver().script("/echo", ({ request, response, body }) => {
        const echoed = { "x-echo": String(request.headers.authorization) };
        response.writeHead(500, echoed).end(JSON.stringify(request.headers) + body.toString());
      });
      const config = {
        webhookUrl: receiver().url("/echo"),
        secret: planted.secret,
        headers: { Authorization: planted.authorization, "X-Api-Key": planted.apiKey },
        retryAttempts: 0,
      };
      const scenario = await liveScenario(product(), config);
      const order = await createOrder(product());
      const delivery = await ended(product(), scenario, order.id);
      const node = webhookGraph({ ...config, secret: planted.unsaved }).nodes[1];
      const test = await product().post(`/api/v1/scenarios/${scenario}/test-webhook`, { node });
      expect(test.status).toBe(200);
      const sent = receiver().requestsTo("/echo");
      expect(sent).toHaveLength(2);
      expect(sent[0]?.headers.authorization).toBe(planted.authorization);
      expect(sent[0]?.headers["x-api-key"]).toBe(planted.apiKey);
      // A refusal repeats nothing of what it refuses either.
      const refused = await product().post(`/api/v1/scenarios/${scenario}/test-webhook`, {
        node: { ...node, config: { ...config, secret: `${planted.secret}\n`, timeout: 1 } },
      });
      expect(refused.status).toBe(422);

      const [run] = await runsOf(product(), scenario);
      const answers = [test, refused];
      for (const path of [
        `scenarios/${scenario}`,
        `deliveries/${delivery.id}`,
        `deliveries/${test.json.deliveryId}`,
        `runs/${run.id}`,
        `orders/${order.id}`,
        ..."scenarios deliveries runs orders overview settings inboxes apps".split(" "),
      ]) {
        const answer = await product().get(`/api/v1/${path}`);
        expect(answer.status, path).toBe(200);
        answers.push(answer);
      }
      for (const value of [...Object.values(planted), product().key]) {
        for (const { text } of answers) expect(text).not.toContain(value);
        expect(product().output()).not.toContain(value);
      }
      const { key, admin } = product();
      await expectNoColumnWith(product(), { ...planted, key, password: admin.password });
      expect(product().output()).not.toContain(admin.password);
    });

    it("that the receiver can read is the stored one again after the draft was saved masked", async () => {
      receiver().script("/masked", 200);
      const scenario = await liveScenario(product(), {
        webhookUrl: receiver().url("/masked"),
        secret: planted.secret,
        headers: { Authorization: planted.authorization },
      });
      const before = (await product().get(`/api/v1/scenarios/${scenario}`)).json;
      const saved = await product().call(`/api/v1/scenarios/${scenario}/draft`, {
        method: "PUT",
        body: { baseRevision: before.revision, graph: before.graph },
      });
      expect(saved.status, saved.text).toBe(200);
      await product().post(`/api/v1/scenarios/${scenario}/activate`);
      const order = await createOrder(product());
      await reaching(product(), scenario, order.id, "succeeded");
      expect(receiver().requestsTo("/masked")[0]?.headers.authorization).toBe(
        planted.authorization,
      );
    });
  });
}
