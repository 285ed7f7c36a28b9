import { describe, expect, it } from "vitest";
import { killAtCommit } from "../support/at-commit";
import type { Part } from "../support/instance";
import { isLong, momentsOf } from "../support/moment";
import type { World } from "../support/world";

const ALL: readonly Part[] = ["web", "engine", "postgres"];
const SOME: readonly Part[] = ["postgres"];

/** Kills at exact moments of the way from an order to its deliveries, and of a publish. */
export function orderCases(world: () => World) {
  const { withScenario, closeGate, killAt, arrived } = momentsOf(world);

  describe("a kill between an order's commit and its hand-over", () => {
    it("loses nothing: the message is still there, and is handed over once", () =>
      withScenario(async (path) => {
        const { ordered, met } = await killAtCommit(world(), world().shop.order);
        expect(met, "the moment was missed").toBe(true);
        const orderId = await ordered;
        await arrived(orderId, path);
        expect(world().receiver.to(path)).toHaveLength(1);
      }));

    it.runIf(isLong)("after the engine took it, and before that was noted, starts one run", () =>
      withScenario(async (path, scenarioId) => {
        const { shop, receiver, rows } = world();
        const gate = await closeGate("outbox_messages", "delete", "old.name = 'order.created'");
        const ordered = shop.order();
        await killAt("web", gate);
        const orderId = await ordered;
        await arrived(orderId, path);
        expect(await rows("select id from runs where scenario_id = $1", [scenarioId])).toHaveLength(
          1,
        );
        expect(receiver.to(path)).toHaveLength(1);
      }),
    );
  });

  describe("a kill while a run is being walked", () => {
    it.each(isLong ? ALL : SOME)("of the %s leaves one run with one delivery, sent once", (part) =>
      withScenario(async (path) => {
        const { shop, receiver } = world();
        const gate = await closeGate("deliveries", "insert");
        const ordered = shop.order();
        await killAt(part, gate);
        const orderId = await ordered;
        expect(await arrived(orderId, path)).toHaveLength(1);
        expect(receiver.to(path)).toHaveLength(1);
      }),
    );
  });

  describe("a kill while a scenario is being published", () => {
    it.each(isLong ? (["web", "postgres"] as const) : (["postgres"] as const))(
      "of the %s leaves the live version, and the next click publishes one version",
      (part) =>
        withScenario(async (path, id) => {
          const { shop, receiver, rows } = world();
          const { json } = await shop.call("GET", `/api/v1/scenarios/${id}`);
          const { graph, revision } = json;
          graph.nodes[1].config.webhookUrl = receiver.url(`${path}-next`);
          const saved = await shop.call("PUT", `/api/v1/scenarios/${id}/draft`, {
            baseRevision: revision,
            graph,
          });
          expect(saved.status, saved.text).toBe(200);
          const gate = await closeGate("scenario_versions", "insert");
          const activate = () => shop.call("POST", `/api/v1/scenarios/${id}/activate`, {});
          const clicked = activate().catch(() => null);
          await killAt(part, gate);
          await clicked;
          const numbers = () =>
            rows<{ number: number }>(
              "select number from scenario_versions where scenario_id = $1 order by number",
              [id],
            );
          // A web server that outlives its database may answer the click with an error, not by half.
          expect(await numbers()).toEqual([{ number: 1 }]);
          await arrived(await shop.order(), path);
          expect((await activate()).status).toBe(200);
          expect(await numbers()).toEqual([{ number: 1 }, { number: 2 }]);
          await arrived(await shop.order(), `${path}-next`);
          expect([receiver.to(path).length, receiver.to(`${path}-next`).length]).toEqual([1, 1]);
        }),
    );
  });
}
