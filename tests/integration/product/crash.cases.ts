import { describe, expect, it } from "vitest";
import { eventually, pause } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, retryIn, withReceiver } from "../support/receiver";
import { createOrder, deliveries, ended, reaching, runsOf } from "../support/scenarios";

/** Long enough for a request that should not come to have come. */
const QUIET_MS = 4_000;

export function crashCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);

  const openAttempts = async () => {
    const { rows } = await product().db.query(
      "select count(*)::int as open from attempts where completed_at is null",
    );
    return rows[0].open as number;
  };

  describe.runIf(!process.env.PRODUCT_URL)("a killed process loses nothing:", () => {
    it("the engine, while a delivery waits for its second attempt", async () => {
      receiver().script("/engine", retryIn(6), 200);
      const scenario = await live("/engine");
      const order = await createOrder(product());
      const waiting = await reaching(product(), scenario, order.id, "retrying");
      await product().kill("engine");
      const delivery = await ended(product(), scenario, order.id);
      expect(delivery).toMatchObject({ id: waiting.id, status: "succeeded", attemptCount: 2 });
      await pause(QUIET_MS);
      const requests = receiver().requestsTo("/engine");
      expect(requests).toHaveLength(2);
      expect(requests.map(({ headers }) => headers["x-webhook-id"])).toEqual([
        waiting.id,
        waiting.id,
      ]);
    });

    it("the web server, right after an order was answered: its webhook arrives once", async () => {
      const scenario = await live("/web");
      const order = await createOrder(product());
      await product().kill("web");
      const delivery = await ended(product(), scenario, order.id);
      expect(delivery.status).toBe("succeeded");
      expect(await runsOf(product(), scenario)).toHaveLength(1);
      await pause(QUIET_MS);
      const requests = receiver().requestsTo("/web");
      // More than one only where the kill met a request under way: that attempt is on record.
      const interrupted = delivery.attempts.filter(
        (attempt: { failure: { kind: string } | null }) => attempt.failure?.kind === "interrupted",
      );
      expect(requests.length).toBeLessThanOrEqual(1 + interrupted.length);
      expect(new Set(requests.map(({ headers }) => headers["x-webhook-id"])).size).toBe(1);
    });

    it("the web server, while a slow receiver holds the request", async () => {
      receiver().script("/slow", { delayMs: 8_000 }, 200);
      const scenario = await live("/slow");
      const order = await createOrder(product());
      await receiver().waitFor(1, "/slow");
      await product().kill("web");
      const delivery = await ended(product(), scenario, order.id);
      expect(delivery.status).toBe("succeeded");
      await pause(QUIET_MS);
      const requests = receiver().requestsTo("/slow");
      expect(requests).toHaveLength(2);
      expect(new Set(requests.map(({ headers }) => headers["x-webhook-id"])).size).toBe(1);
      expect(delivery.attempts[0]).toMatchObject({ failure: { kind: "interrupted" } });
      expect(delivery.attempts.at(-1)).toMatchObject({ failure: null });
      expect(await openAttempts()).toBe(0);
    });
  });

  describe("a hundred mock orders", () => {
    it("give a hundred runs and deliveries, all succeeded, none twice", async () => {
      const scenario = await live("/hundred");
      const printed = await product().script("scripts/order-mock.ts", "--count", "100");
      expect(printed).toContain("100 mock orders created.");
      await eventually(
        async () => {
          const found = await deliveries(product(), scenario);
          return found.length === 100 && found.every(({ status }) => status === "succeeded");
        },
        { what: "100 deliveries that succeeded", timeoutMs: 150_000 },
      );
      const runs = await eventually(
        async () => {
          const found = await runsOf(product(), scenario);
          return found.every(({ status }) => status === "succeeded") ? found : null;
        },
        { what: "100 runs that succeeded" },
      );
      expect(runs).toHaveLength(100);
      expect(new Set(runs.map(({ orderId }) => orderId)).size).toBe(100);
      await pause(QUIET_MS);
      const requests = receiver().requestsTo("/hundred");
      expect(requests).toHaveLength(100);
      expect(new Set(requests.map(({ headers }) => headers["x-webhook-id"])).size).toBe(100);
      expect(await openAttempts()).toBe(0);
    });
  });
}
