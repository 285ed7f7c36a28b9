import { expect } from "vitest";
import { eventually } from "./eventually";
import type { Product } from "./product";

export const trigger = {
  id: "trigger",
  operation: "traderlaunchpad.orderCreated",
  config: { triggerType: "orderCreated", enabled: true },
};

export type Config = Record<string, unknown>;

/** *Order Created → Send Webhook*, once for each config. */
export function webhookGraph(...configs: Config[]) {
  const hooks = configs.map((config, index) => ({
    id: `hook${index + 1}`,
    operation: "webhooks.send",
    config,
  }));
  return {
    nodes: [trigger, ...hooks],
    edges: hooks.map(({ id }) => ({ id: `edge-${id}`, source: "trigger", target: id })),
  };
}

export const anOrder = (email = "customer@example.com") => ({
  email,
  customerInfo: { firstName: "Zoë", lastName: "O'Neill & <Söhne> 😀\u2028" },
  items: [{ name: "Trading journal", sku: "TLP-1", quantity: 2, price: 12.5 }],
});

const FINAL = ["succeeded", "failed", "cancelled"];
const made: string[] = [];

export async function createScenario(product: Product, ...configs: Config[]): Promise<string> {
  const answer = await product.post("/api/v1/scenarios", {
    name: "Tested",
    graph: webhookGraph(...configs),
  });
  expect(answer.status, answer.text).toBe(201);
  made.push(answer.json.id);
  return answer.json.id;
}

export async function activateScenario(product: Product, id: string): Promise<void> {
  const answer = await product.post(`/api/v1/scenarios/${id}/activate`);
  expect(answer.status, answer.text).toBe(200);
  expect(answer.json.status).toBe("active");
}

export async function liveScenario(product: Product, ...configs: Config[]): Promise<string> {
  const id = await createScenario(product, ...configs);
  await activateScenario(product, id);
  return id;
}

/** Saves other configs for a live scenario's webhooks and publishes them. */
export async function editScenario(product: Product, id: string, ...configs: Config[]) {
  const { revision } = (await product.get(`/api/v1/scenarios/${id}`)).json;
  const saved = await product.call(`/api/v1/scenarios/${id}/draft`, {
    method: "PUT",
    body: { baseRevision: revision, graph: webhookGraph(...configs) },
  });
  expect(saved.status, saved.text).toBe(200);
  await activateScenario(product, id);
}

/** Ends what a test left live: the next test's orders are not meant for it. */
export async function removeScenarios(product: Product): Promise<void> {
  for (const id of made.splice(0)) {
    await eventually(
      async () =>
        [204, 404].includes(
          (await product.call(`/api/v1/scenarios/${id}`, { method: "DELETE" })).status,
        ),
      { what: "the scenario's end" },
    );
  }
}

export async function createOrder(product: Product, body: unknown = anOrder()) {
  const answer = await product.post("/api/v1/orders", body);
  expect(answer.status, answer.text).toBe(201);
  return answer.json as { id: string; orderId: string; eventId: string; total: number };
}

// biome-ignore-start lint/suspicious/noExplicitAny: what an answer holds is what the tests check
export async function deliveryOf(product: Product, id: string): Promise<any> {
  const answer = await product.get(`/api/v1/deliveries/${id}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json;
}

/** The deliveries of a scenario for one order (or of all). */
export async function deliveries(
  product: Product,
  scenarioId: string,
  orderId?: string,
): Promise<any[]> {
  const answer = await product.get(`/api/v1/deliveries?limit=100&scenarioId=${scenarioId}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.items.filter((item: any) => !orderId || item.orderId === orderId);
}

/** The scenario's one delivery for the order, with its attempts, once it has ended. */
export async function ended(product: Product, scenarioId: string, orderId: string): Promise<any> {
  const [delivery, ...more] = await eventually(
    async () => {
      const found = await deliveries(product, scenarioId, orderId);
      return found.length > 0 && found.every((item) => FINAL.includes(item.status)) ? found : null;
    },
    { what: "the delivery's end" },
  );
  expect(more).toEqual([]);
  return deliveryOf(product, delivery.id);
}

/** The delivery with its attempts, once it has this status. */
export function inStatus(product: Product, deliveryId: string, status: string): Promise<any> {
  return eventually(
    async () => {
      const delivery = await deliveryOf(product, deliveryId);
      return delivery.status === status ? delivery : null;
    },
    { what: `the delivery to be ${status}` },
  );
}

/** The scenario's delivery for the order as soon as it has this status. */
export async function reaching(
  product: Product,
  scenarioId: string,
  orderId: string,
  status: string,
): Promise<any> {
  const [delivery] = await eventually(
    async () => {
      const found = await deliveries(product, scenarioId, orderId);
      return found[0]?.status === status ? found : null;
    },
    { what: `a delivery that is ${status}` },
  );
  return deliveryOf(product, delivery.id);
}

export async function runsOf(product: Product, scenarioId: string): Promise<any[]> {
  const answer = await product.get(`/api/v1/runs?limit=100&scenarioId=${scenarioId}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.items;
}
// biome-ignore-end lint/suspicious/noExplicitAny: as above
