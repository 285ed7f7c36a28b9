import { describe, expect, it } from "vitest";
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
      await expectNoColumnWith(product(), [
        ...Object.values(planted),
        product().key,
        ...(product().admin ? [product().admin?.password ?? ""] : []),
      ]);
      if (product().admin) {
        expect(product().output()).not.toContain(product().admin?.password);
      }
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

/** Looks through every text, JSON and binary column of every table, the engine's own included. */
async function expectNoColumnWith(product: Product, values: string[]): Promise<void> {
  const { rows: columns } = await product.db.query(
    `select c.table_schema as schema, c.table_name as name, c.column_name as column, c.data_type as type
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
       and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')`,
  );
  expect(columns.length).toBeGreaterThan(50);
  for (const { schema, name, column, type } of columns) {
    const text = type === "bytea" ? `encode("${column}", 'escape')` : `"${column}"::text`;
    for (const value of values) {
      const { rows } = await product.db.query(
        `select count(*)::int as found from "${schema}"."${name}" where position($1 in ${text}) > 0`,
        [value],
      );
      expect([name, column, rows[0].found]).toEqual([name, column, 0]);
    }
  }
}
