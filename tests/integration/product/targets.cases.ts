import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Receiver, startReceiver, steps } from "../../fixtures/receiver";
import { request } from "../support/client";
import { eventually } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, withReceiver } from "../support/receiver";
import {
  createOrder,
  deliveries,
  ended,
  inStatus,
  liveScenario,
  reaching,
} from "../support/scenarios";
import { ownerSession } from "../support/sessions";

/** The node that sends in the scenarios of these cases. */
const NODE = "hook1";
const THRESHOLD = 3;

export function targetCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);

  const settings = async (failingTargets: object) => {
    const body = { failingTargets };
    const headers = await ownerSession(product());
    const answer = await request(product().url, "/api/v1/settings", {
      method: "PATCH",
      headers,
      body,
    });
    expect(answer.status, answer.text).toBe(200);
  };
  const targetOf = async (scenario: string) => {
    const { items } = (await product().get("/api/v1/targets")).json;
    return items.find(({ scenarioId }: { scenarioId: string }) => scenarioId === scenario);
  };
  const sentTo = (path: string) =>
    receiver()
      .requestsTo(path)
      .map(({ headers }) => headers["x-webhook-id"]);

  /** A scenario whose target was paused for failing, with this many orders held for it. */
  async function held(path: string, orders: number) {
    receiver().script(path, 500);
    const scenario = await live(path, { retryAttempts: 0 });
    for (let n = 0; n < THRESHOLD; n++) {
      const order = await createOrder(product());
      expect((await ended(product(), scenario, order.id)).status).toBe("failed");
    }
    const waiting = [];
    for (let n = 0; n < orders; n++) {
      const order = await createOrder(product());
      waiting.push(await reaching(product(), scenario, order.id, "pending"));
    }
    return { scenario, waiting };
  }

  /** As if the pause had lasted, and the engine had not looked at its clock for a while. */
  async function letFiveMinutesPass(scenario: string) {
    const { db } = product();
    await db.query(
      "update target_health set paused_at = now() - interval '6 minutes' where scenario_id = $1",
      [scenario],
    );
    // A tick that it has seen before would be none.
    await db.query(
      "delete from engine.run where function_id like '%probe-targets' and status <> 'running'",
    );
    await db.query(
      `delete from engine.event where id like 'cron:%' and not exists (
         select 1 from engine.run where event_id = event.id)`,
    );
    await db.query("update engine.cron_clock set minute = minute - 5");
  }

  describe("a target that keeps failing", () => {
    beforeAll(() => settings({ failures: THRESHOLD, hours: 0 }));
    afterAll(() => settings({ failures: 50, hours: 24 }));

    it("is paused; what comes then is held, and a resume sends all of it once", async () => {
      const { scenario, waiting } = await held("/pausing", 4);
      expect(await targetOf(scenario)).toMatchObject({
        nodeId: NODE,
        failures: THRESHOLD,
        pausedAt: expect.any(String),
        heldCount: 4,
        failure: { kind: "server_error" },
      });
      const list = `/api/v1/deliveries?scenarioId=${scenario}`;
      const ids = ({ json }: { json: { items: { id: string }[] } }) =>
        json.items.map(({ id }) => id);
      expect(ids(await product().get(`${list}&held=true`))).toEqual(
        waiting.map(({ id }) => id).reverse(),
      );
      const since = (await targetOf(scenario)).failingSince;
      const failed = await product().get(
        `${list}&nodeId=${NODE}&status=failed&endedSince=${encodeURIComponent(since)}`,
      );
      expect(ids(failed)).toHaveLength(THRESHOLD);
      expect(receiver().requestsTo("/pausing")).toHaveLength(THRESHOLD);

      const [cancelled, ...due] = waiting;
      await product().post(`/api/v1/deliveries/${cancelled?.id}/cancel`);
      receiver().script("/pausing", 200);
      const resume = `/api/v1/scenarios/${scenario}/nodes/${NODE}/resume`;
      const answer = await product().post(resume);
      expect(answer.status, answer.text).toBe(200);
      expect(answer.json).toEqual({ scenarioId: scenario, nodeId: NODE, released: 3 });
      expect((await product().post(resume)).status).toBe(200);
      for (const { id } of due) await inStatus(product(), id, "succeeded");
      const last = await createOrder(product());
      const direct = await ended(product(), scenario, last.id);
      expect(sentTo("/pausing").slice(THRESHOLD).sort()).toEqual(
        [...due, direct].map(({ id }) => id).sort(),
      );
      expect(await targetOf(scenario)).toBeUndefined();
    });

    it("is resumed by a probe that arrives, which sends the rest", async () => {
      const { scenario, waiting } = await held("/probed", 3);
      receiver().script("/probed", 200);
      await letFiveMinutesPass(scenario);
      // The engine looks at its clock once a minute.
      await eventually(async () => (await targetOf(scenario)) === undefined, {
        what: "the probe",
        timeoutMs: 150_000,
      });
      for (const { id } of waiting) await inStatus(product(), id, "succeeded");
      const [oldest] = waiting;
      const { attempts } = await inStatus(product(), oldest.id, "succeeded");
      expect(attempts).toMatchObject([{ number: 1, trigger: "probe" }]);
      expect(sentTo("/probed").slice(THRESHOLD).sort()).toEqual(waiting.map(({ id }) => id).sort());
    });
  });

  describe("a target that never answers", () => {
    let dead: Receiver;
    beforeAll(async () => {
      dead = await startReceiver({ fallback: steps.stall() });
    });
    afterAll(() => dead.close());

    it("hangs for its full timeout without delaying a healthy one: all of that one's are sent meanwhile", async () => {
      const orders = 20;
      const scenario = await liveScenario(
        product(),
        { webhookUrl: dead.url("/hangs"), timeout: 300, retryAttempts: 0 },
        { webhookUrl: receiver().url("/quick"), retryAttempts: 0 },
      );
      for (let n = 0; n < orders; n++) await createOrder(product());
      const healthy = await eventually(
        async () => {
          const found = await deliveries(product(), scenario);
          const arrived = found.filter(
            ({ nodeId, status }) => nodeId === "hook2" && status === "succeeded",
          );
          return arrived.length === orders ? found : null;
        },
        { what: "the healthy target's deliveries" },
      );
      const hanging = healthy.filter(({ nodeId }) => nodeId === NODE);
      expect(hanging).toHaveLength(orders);
      expect(hanging.filter(({ completedAt }) => completedAt !== null)).toEqual([]);
      expect(receiver().requestsTo("/quick")).toHaveLength(orders);
      // No more than its places, whatever waits for it: 8 alone, and the 8 of a batch (decision 027).
      expect(dead.requests.length).toBeLessThanOrEqual(16);
    });
  });
}
