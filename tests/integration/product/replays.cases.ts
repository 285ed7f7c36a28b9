import { beforeAll, describe, expect, it } from "vitest";
import type { ReplayView } from "@/lib/replays/schemas";
import { eventually, pause } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, withReceiver } from "../support/receiver";
import { deliveries, deliveryOf } from "../support/scenarios";

const MANY = 60;
/** Long enough for a request that should not come to have come. */
const QUIET_MS = 3_000;

export function replayCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);

  /** A scenario with so many deliveries that have all failed for good. */
  const failedAt = async (path: string) => {
    receiver().script(path, 400);
    const scenarioId = await live(path);
    await product().script("scripts/order-mock.ts", "--count", String(MANY));
    await eventually(
      async () => {
        const found = await deliveries(product(), scenarioId);
        return found.length === MANY && found.every(({ status }) => status === "failed");
      },
      { what: `${MANY} deliveries that failed` },
    );
    await product().post(`/api/v1/scenarios/${scenarioId}/deactivate`);
    return scenarioId;
  };

  const create = async (body: object): Promise<ReplayView> => {
    const answer = await product().post("/api/v1/replays", body);
    expect(answer.status, answer.text).toBe(201);
    return answer.json;
  };
  const get = async (id: string): Promise<ReplayView> =>
    (await product().get(`/api/v1/replays/${id}`)).json;
  const until = (id: string, what: string, isThere: (replay: ReplayView) => boolean) =>
    eventually(
      async () => {
        const replay = await get(id);
        return isThere(replay) ? replay : null;
      },
      { what },
    );
  const ended = (id: string) => until(id, "the replay's end", (replay) => !!replay.completedAt);
  const sumOf = ({ counts }: ReplayView) =>
    Object.values(counts).reduce((sum, count) => sum + count, 0);
  const idsAt = (path: string) =>
    receiver()
      .requestsTo(path)
      .map(({ headers }) => headers["x-webhook-id"]);

  describe("many failed deliveries", () => {
    const path = "/replayed";
    let scenarioId: string;
    beforeAll(async () => {
      scenarioId = await failedAt(path);
      receiver().script(path, 200);
    });

    it("are counted before, resent once each with the same body, and the result of each is told", async () => {
      const failed = await deliveries(product(), scenarioId);
      const before = receiver().requestsTo(path).length;
      const preview = await product().get(
        `/api/v1/replays/preview?status=failed&scenarioId=${scenarioId}`,
      );
      expect(preview.json).toMatchObject({ total: MANY, byStatus: { failed: MANY } });
      const { filter } = preview.json;
      const replay = await create({ filter, perSecond: 15 });
      expect(replay).toMatchObject({ status: "running", total: MANY, perSecond: 15, filter });
      const again = await product().post("/api/v1/replays", { filter });
      expect(again.status, again.text).toBe(409);

      const midway = await until(replay.id, "progress", ({ counts }) => counts.succeeded > 0);
      expect(sumOf(midway)).toBe(MANY);
      expect(midway.counts.waiting).toBeGreaterThan(0);
      const done = await ended(replay.id);
      expect(done).toMatchObject({ status: "completed", counts: { succeeded: MANY } });
      // Four seconds' worth, of which the first is due at once.
      const tookMs = Date.parse(done.completedAt ?? "") - Date.parse(done.createdAt);
      expect(tookMs).toBeGreaterThan(2_500);

      await pause(QUIET_MS);
      const resent = receiver().requestsTo(path).slice(before);
      expect(resent.map(({ headers }) => headers["x-webhook-id"]).toSorted()).toEqual(
        failed.map(({ id }) => id).toSorted(),
      );
      const one = await deliveryOf(product(), failed[0].id);
      expect(one).toMatchObject({ status: "succeeded", attemptCount: 2 });
      expect(one.attempts[1]).toMatchObject({ trigger: "manual", failure: null });
      const bodies = receiver()
        .requestsTo(path)
        .filter(({ headers }) => headers["x-webhook-id"] === one.id)
        .map(({ body }) => body.toString());
      expect(new Set(bodies)).toEqual(new Set([one.body]));
      expect(bodies).toHaveLength(2);

      const items = await product().get(`/api/v1/replays/${replay.id}/items?limit=100`);
      expect(items.json.items).toHaveLength(MANY);
      expect(items.json.items.at(-1)).toMatchObject({
        deliveryId: failed[0].id,
        status: "succeeded",
        orderNumber: one.orderNumber,
      });
      const list = await product().get("/api/v1/replays?status=completed");
      // Why some failed or were skipped is told of a single one only; here none was.
      expect({ ...list.json.items[0], reasons: [] }).toEqual(done);
    });

    it("stay as they are once the replay is cancelled, but for what was on its way", async () => {
      const replay = await create({ filter: { scenarioId }, perSecond: 5 });
      await until(replay.id, "progress", ({ counts }) => counts.succeeded > 0);
      const cancelled = await product().post(`/api/v1/replays/${replay.id}/cancel`);
      expect(cancelled.json).toMatchObject({ status: "cancelled", counts: { waiting: 0 } });
      const done = await ended(replay.id);
      expect(done).toMatchObject({ status: "cancelled", counts: { sending: 0 } });
      expect(done.counts.cancelled).toBeGreaterThan(0);
      expect(sumOf(done)).toBe(MANY);
      const sent = receiver().requestsTo(path).length;
      await pause(QUIET_MS);
      expect(receiver().requestsTo(path)).toHaveLength(sent);
      expect(await get(replay.id)).toEqual(done);
      const refused = await product().post("/api/v1/replays/rpl_none/cancel");
      expect(refused.status).toBe(404);
    });
  });

  describe.runIf(!process.env.PRODUCT_URL)("a process that is killed in the middle", () => {
    it.each(["engine", "web"] as const)(
      "the %s: nothing is lost, and nothing resent twice but what was being sent",
      async (part) => {
        const path = `/replayed-past-${part}`;
        const scenarioId = await failedAt(path);
        receiver().script(path, { delayMs: 300 });
        const before = idsAt(path);
        const replay = await create({ filter: { scenarioId, status: "failed" }, perSecond: 10 });
        await until(replay.id, "progress", ({ counts }) => counts.succeeded >= 10);
        await product().kill(part);
        const atKill = await get(replay.id);
        expect(atKill.counts.waiting).toBeGreaterThan(0);
        const done = await ended(replay.id);
        expect(done).toMatchObject({ status: "completed", counts: { succeeded: MANY } });
        await pause(QUIET_MS);
        const resent = idsAt(path).slice(before.length);
        expect(new Set(resent).size).toBe(MANY);
        const { rows } = await product().db.query(
          "select count(*)::int as n from attempts a join deliveries d on d.id = a.delivery_id where d.scenario_id = $1 and a.failure_kind = 'interrupted'",
          [scenarioId],
        );
        const interrupted: number = rows[0].n;
        // The engine does not send: what was under way is carried on with.
        if (part === "engine") expect(interrupted).toBe(0);
        expect(resent.length).toBeLessThanOrEqual(MANY + interrupted);
      },
    );
  });
}
