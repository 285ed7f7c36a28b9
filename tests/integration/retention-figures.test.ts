import { describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { barsOf } from "@/lib/stats/periods";
import { readStats } from "@/lib/stats/read-stats";
import { rollUp } from "@/lib/stats/roll-up";
import { medianMs, plain } from "./support/count-by-hand";
import { insertHistory, insertScenario } from "./support/history";
import { aDelivery, ago, now, pruneAll, scenario, withRetention } from "./support/retention";

withRetention();

async function rollUpAll() {
  while (!(await rollUp()).done);
}

describe("the figures", () => {
  const bars = () => barsOf("30d", "Asia/Kathmandu", new Date());

  it("are after pruning what they were before", async () => {
    await insertHistory({
      seed: 11,
      count: 150,
      since: ago(28),
      until: now,
      scenarios: [scenario, await insertScenario("Two", ago(60))],
    });
    await rollUpAll();
    const before = await readStats(bars());
    expect(before.prunedUntil).toBeNull();
    const deliveries = await db().delivery.count();
    await pruneAll();
    expect(await db().delivery.count()).toBeLessThan(deliveries - 20);
    const after = await readStats(bars());
    expect(plain(after)).toEqual(plain(before));
    expect(medianMs(after)).toBe(medianMs(before));
    expect(after.prunedUntil?.getTime()).toBeLessThanOrEqual(ago(14) + 900_000);
    await rollUpAll();
    expect(plain(await readStats(bars()))).toEqual(plain(before));
  });

  it("are so without any roll-up before, and after one that begins from nothing", async () => {
    await insertHistory({ seed: 3, count: 60, since: ago(28), until: now, scenarios: [scenario] });
    const before = plain(await readStats(bars()));
    await pruneAll();
    expect(plain(await readStats(bars()))).toEqual(before);
    await rollUpAll();
    expect(plain(await readStats(bars()))).toEqual(before);
  });

  it("still tell what becomes of a delivery whose quarter was pruned around it", async () => {
    await aDelivery(15);
    const open = await aDelivery(15, "pending", "running");
    await rollUpAll();
    await pruneAll();
    const found = async () =>
      plain(await readStats(bars())).find((counts) => counts["deliveries.succeeded"]);
    expect(await found()).toMatchObject({ "deliveries.succeeded": 1, "deliveries.pending": 1 });
    await db().delivery.update({
      where: { id: open.id },
      data: { status: "cancelled", completedAt: new Date() },
    });
    expect(await found()).toMatchObject({ "deliveries.succeeded": 1, "deliveries.cancelled": 1 });
    await rollUpAll();
    expect(await found()).toMatchObject({ "deliveries.succeeded": 1, "deliveries.cancelled": 1 });
  });
});
