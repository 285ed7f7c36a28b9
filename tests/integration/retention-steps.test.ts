import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { prune } from "@/lib/retention/prune";
import { barsOf } from "@/lib/stats/periods";
import { readStats } from "@/lib/stats/read-stats";
import { rollUp } from "@/lib/stats/roll-up";
import { plain } from "./support/count-by-hand";
import { insertDelivery, insertHistory, insertOrder, insertRun } from "./support/history";
import { aDelivery, ago, scenario, withRetention } from "./support/retention";

withRetention();

describe("a step of the function", () => {
  it("that is repeated finds nothing left, and two at once remove each thing once", async () => {
    await insertHistory({
      seed: 5,
      count: 80,
      since: ago(28),
      until: ago(15),
      scenarios: [scenario],
    });
    const bars = barsOf("30d", "UTC", new Date());
    const before = plain(await readStats(bars));
    const [first, second] = await Promise.all([
      prune({ phase: "runs" }),
      prune({ phase: "runs" }),
      rollUp(),
    ]);
    expect(first.removed + second.removed).toBeGreaterThan(20);
    expect(await prune({ phase: "runs" })).toEqual({ removed: 0, next: "events" });
    expect(plain(await readStats(bars))).toEqual(before);
  });

  it("that fails half-way has removed nothing of its batch, and figures are as before", async () => {
    await aDelivery(15);
    const bars = barsOf("30d", "UTC", new Date());
    const before = plain(await readStats(bars));
    // By then the figures have been written, and the deliveries are gone.
    await db().$executeRaw`
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$`;
    await db().$executeRaw`
      CREATE TRIGGER fail BEFORE DELETE ON runs FOR EACH ROW EXECUTE FUNCTION fail()`;
    await expect(prune({ phase: "runs" })).rejects.toThrow("broken");
    await db().$executeRaw`DROP TRIGGER fail ON runs`;
    expect(await db().delivery.count()).toBe(1);
    expect(plain(await readStats(bars))).toEqual(before);
    expect(await prune({ phase: "runs" })).toMatchObject({ removed: 1 });
    expect(plain(await readStats(bars))).toEqual(before);
  });

  it("removes a run that is larger than a batch", async () => {
    const order = await insertOrder(ago(20));
    const run = await insertRun(scenario, order);
    const { id } = await insertDelivery(run, ago(20), {
      status: "succeeded",
      failures: 0,
      latencyMs: 5,
    });
    await db().delivery.update({ where: { id }, data: { attemptCount: 5000 } });
    expect(await prune({ phase: "runs" })).toMatchObject({ removed: 1 });
  });
});
