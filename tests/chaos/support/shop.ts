import { randomUUID } from "node:crypto";
import { type Answer, request } from "../../integration/support/client";
import { pause } from "../../integration/support/eventually";
import type { Instance } from "./instance";

/** Longer than any outage that the tests cause. */
const PATIENCE_MS = 120_000;

/** An admin and a shop: REST calls, and orders that are repeated until they are answered. */
export interface Shop {
  /** A request with an API key, whatever comes back; it throws where nothing does. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Orders that were answered, by id: these were promised to be kept. */
  acknowledged: readonly string[];
  /**
   * Sends an order in, and again under the same Idempotency-Key until it is answered. To the first
   * instance unless told otherwise. Returns its id.
   */
  order(to?: { url: string }): Promise<string>;
  /** Sends one order to several instances at once, under one Idempotency-Key. Returns what each says. */
  sameOrder(to: readonly { url: string }[]): Promise<string[]>;
  /** Makes a scenario with a webhook for each config, live. Returns its id. */
  live(...configs: Record<string, unknown>[]): Promise<string>;
}

/** Signs in to an instance, and makes an API key that all instances on its database know. */
export async function openShop(instance: Instance): Promise<Shop> {
  const key = await makeKey(instance);
  const authorization = `Bearer ${key}`;
  const acknowledged: string[] = [];
  const call: Shop["call"] = (method, path, body) =>
    request(instance.url, path, { method, body, headers: { authorization } });
  const expectOk = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.json;
  };
  const insist = async (url: string, idempotencyKey: string) => {
    const headers = { authorization, "idempotency-key": idempotencyKey };
    for (const deadline = Date.now() + PATIENCE_MS; ; await pause(250)) {
      const sent = { method: "POST", headers, body: ORDER };
      const answer = await request(url, "/api/v1/orders", sent).catch(() => null);
      if (answer?.status === 201) {
        acknowledged.push(answer.json.id);
        return answer.json.id as string;
      }
      // What is refused for good would be refused for ever.
      const mayPass = !answer || answer.status >= 500 || answer.status === 429;
      if (!mayPass || Date.now() > deadline) {
        throw new Error(`An order was not taken: ${answer?.status} ${answer?.text}`);
      }
    }
  };
  return {
    call,
    acknowledged,
    order: ({ url } = instance) => insist(url, randomUUID()),
    sameOrder: (to) => {
      const key = randomUUID();
      return Promise.all(to.map(({ url }) => insist(url, key)));
    },
    live: async (...configs) => {
      const { id } = await expectOk("POST", "/api/v1/scenarios", {
        name: "Chaos",
        graph: webhookGraph(...configs),
      });
      await expectOk("POST", `/api/v1/scenarios/${id}/activate`, {});
      return id as string;
    },
  };
}

/** An order as it is sent in. */
export const ORDER = {
  email: "ines.almeida@example.com",
  customerInfo: { firstName: "Inês", lastName: "Almeida" },
  items: [{ name: "Evaluation account 50k", sku: "EVAL-50K", quantity: 1, price: 299 }],
};

/** *Order Created → Send Webhook*, once for each config. */
export function webhookGraph(...configs: Record<string, unknown>[]) {
  const hooks = configs.map((config, index) => ({
    id: `hook${index + 1}`,
    operation: "webhooks.send",
    config,
  }));
  return {
    nodes: [{ id: "trigger", operation: "traderlaunchpad.orderCreated", config: {} }, ...hooks],
    edges: hooks.map(({ id }) => ({ id: `edge-${id}`, source: "trigger", target: id })),
  };
}

/** The owner of ADMIN_EMAIL is made beside the start; sign-ins that come too often are refused. */
async function makeKey(instance: Instance): Promise<string> {
  for (let tries = 1; ; tries++) {
    const made = await tryToMakeKey(instance);
    if (made.status === 201) return made.json.key;
    if (tries === 15) throw new Error(`No key was made: ${made.status} ${made.text}`);
    await pause(1_000);
  }
}

async function tryToMakeKey({ url, owner }: Instance): Promise<Answer> {
  const own = { origin: url };
  const session = await request(url, "/api/auth/sign-in/email", {
    method: "POST",
    headers: own,
    body: owner,
  });
  const cookie = (session.headers["set-cookie"] ?? []).map((each) => each.split(";")[0]).join("; ");
  return request(url, "/api/v1/api-keys", {
    method: "POST",
    headers: { ...own, cookie },
    body: {
      name: "Chaos",
      scopes: ["read", "orders:write", "scenarios:write", "deliveries:write"],
    },
  });
}
