import { describe, expect, it } from "vitest";
import { eventually } from "../../integration/support/eventually";
import { isLong, momentsOf } from "../support/moment";
import type { World } from "../support/world";

/** Kills at exact moments of a send, and of the wait for the next one. */
export function sendCases(world: () => World) {
  const { withScenario, closeGate, killAt, arrived, deliveriesOf } = momentsOf(world);

  describe("a kill before the request", () => {
    it.runIf(isLong)("of the web server, while the attempt is being written, sends once", () =>
      withScenario(async (path) => {
        const { shop, receiver } = world();
        const gate = await closeGate("attempts", "insert");
        const ordered = shop.order();
        await killAt("web", gate);
        const [delivery] = await arrived(await ordered, path);
        expect(delivery?.attempts).toEqual(["none"]);
        expect(receiver.to(path)).toHaveLength(1);
      }),
    );
  });

  describe("a kill after the receiver's 200 and before our record of it", () => {
    const ENDING = "new.completed_at is not null and old.completed_at is null";

    it("of the web server costs one more request under the same id", () =>
      withScenario(async (path) => {
        const { shop, receiver } = world();
        const gate = await closeGate("attempts", "update", ENDING);
        const ordered = shop.order();
        await killAt("web", gate);
        const [delivery] = await arrived(await ordered, path);
        expect(delivery?.attempts).toEqual(["interrupted", "none"]);
        expect(receiver.to(path).map(({ id, attempt }) => [id, attempt])).toEqual([
          [delivery?.id, 1],
          [delivery?.id, 2],
        ]);
      }));

    it.each(["engine", "postgres"] as const)(
      "of the %s costs no request: the web server keeps what it was told",
      (part) =>
        withScenario(async (path) => {
          const { shop, receiver } = world();
          const gate = await closeGate("attempts", "update", ENDING);
          const ordered = shop.order();
          await killAt(part, gate);
          const [delivery] = await arrived(await ordered, path);
          expect(delivery?.attempts).toEqual(["none"]);
          expect(receiver.to(path)).toHaveLength(1);
        }),
    );

    it.runIf(isLong)("in the very moment of the answer leaves two requests at most", () =>
      withScenario(async (path) => {
        const { shop, receiver, instance } = world();
        receiver.onAnswered = (arrival) => {
          if (arrival.path === path && instance.kill("web")) receiver.onAnswered = null;
        };
        const [delivery] = await arrived(await shop.order(), path);
        const got = receiver.to(path);
        expect(receiver.onAnswered).toBeNull();
        expect(got.length).toBeLessThanOrEqual(2);
        expect(new Set(got.map(({ id }) => id))).toEqual(new Set([delivery?.id]));
      }),
    );
  });

  describe("a kill of everything in the middle of a backoff", () => {
    it("keeps the time of the next attempt", () =>
      withScenario(async (path) => {
        const { shop, receiver, instance } = world();
        const waitMs = 5_000;
        receiver.rule(path, (_, nth) =>
          nth === 1 ? { status: 503, retryAfter: waitMs / 1_000 } : { status: 200 },
        );
        const orderId = await shop.order();
        await eventually(
          async () => (await deliveriesOf(orderId, path))[0]?.status === "retrying",
          { what: "a delivery that waits" },
        );
        for (const part of ["web", "engine", "postgres"] as const) instance.kill(part);
        const [delivery] = await arrived(orderId, path);
        expect(delivery?.attempts).toEqual(["server_error", "none"]);
        const [first, second, ...more] = receiver.to(path);
        expect(more).toEqual([]);
        expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(waitMs);
      }));
  });
}
