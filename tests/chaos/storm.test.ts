import { afterEach, beforeEach, expect, it } from "vitest";
import { findViolations } from "./invariants";
import { storm } from "./storm";
import { START_TIMEOUT_MS } from "./support/instance";
import { createWorld, type World } from "./support/world";

let world: World | undefined;

beforeEach(async () => {
  world = await createWorld();
}, START_TIMEOUT_MS);

afterEach(() => world?.close());

it("kills at random moments under load lose nothing and double nothing", async () => {
  if (!world) throw new Error("The product is not running.");
  const figures = await storm(world, {
    kills: 5,
    seed: 20_261_127,
    ordersPerSecond: 6,
    pauseMs: [500, 2_500],
  });
  expect(figures.violations).toEqual([]);
  expect(figures.notSucceeded).toBe(0);
  expect(figures.orders).toBeGreaterThan(5);

  // The checks themselves can fail: a promise that was broken is found.
  const { db, shop, receiver } = world;
  const doubled = receiver
    .to("/fast")
    .find(({ id }, _, all) => all.filter((other) => other.id === id).length === 1);
  if (!doubled) throw new Error("Nothing arrived.");
  const planted = [...receiver.arrivals, { ...doubled, id: "dlv_unknown" }, doubled];
  const kept = { db, kills: [], live: ["scn_unknown"], arrivals: planted };
  const found = await findViolations({ ...kept, acknowledged: [...shop.acknowledged, "ord_lost"] });
  for (const fault of [
    "an order that was promised and is gone (1): ord_lost",
    "a webhook under an id that no delivery has: dlv_unknown",
    `an attempt that was sent twice (1, 1): ${doubled.id}`,
  ]) {
    expect(found).toContain(fault);
  }
  expect(found.join("\n")).toContain("a committed order without its run");
});
