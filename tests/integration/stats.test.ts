import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { barsOf, STATS_RANGES } from "@/lib/stats/periods";
import { readStats } from "@/lib/stats/read-stats";
import { rollUp } from "@/lib/stats/roll-up";
import { countByHand, medianMs, plain } from "./support/count-by-hand";
import { withTestDatabase } from "./support/database";
import {
  insertAttempt,
  insertDelivery,
  insertHistory,
  insertOrder,
  insertRun,
  insertScenario,
} from "./support/history";

const DAY_MS = 86_400_000;
let scenario: Awaited<ReturnType<typeof insertScenario>>;
const now = Date.now();

withTestDatabase();

beforeEach(async () => {
  await db().$executeRaw`TRUNCATE orders, events, scenarios, stats, stats_open, settings CASCADE`;
  const scenarios = [
    await insertScenario("One", now - 40 * DAY_MS),
    await insertScenario("Two", now - 40 * DAY_MS),
  ];
  const [first] = scenarios;
  if (!first) throw new Error("no scenario");
  scenario = first;
  await insertHistory({ seed: 7, count: 60, since: now - 12 * DAY_MS, until: now, scenarios });
});

async function rollUpAll(): Promise<number> {
  for (let calls = 1; ; calls++) if ((await rollUp()).done) return calls;
}

/** Every range, in zones whose days begin at different minutes, is as counted by hand. */
async function expectTruth() {
  for (const range of STATS_RANGES) {
    for (const zone of ["UTC", "Asia/Kathmandu"]) {
      const bars = barsOf(range, zone, new Date());
      expect(plain(await readStats(bars)), `${range} ${zone}`).toEqual(await countByHand(bars));
    }
  }
}

/** Days ago, at an hour that is long rolled up. */
const ago = (days: number) => now - days * DAY_MS;

async function aDelivery(at: number, status: string, failures = 0) {
  const run = await insertRun(scenario, await insertOrder(at), {
    status: status === "succeeded" ? "succeeded" : "failed",
  });
  return { run, ...(await insertDelivery(run, at, { status, failures, latencyMs: 500 })) };
}

const change = (
  id: string,
  data: Parameters<ReturnType<typeof db>["delivery"]["update"]>[0]["data"],
) => db().delivery.update({ where: { id }, data });

describe("figures", () => {
  it("are as counted by hand before the first roll-up, within it, and after it", async () => {
    await expectTruth();
    expect(await rollUp()).toEqual({ done: false });
    await expectTruth();
    await rollUpAll();
    await expectTruth();
    expect(await db().stat.count({ where: { part: "kept" } })).toBeGreaterThan(100);
  });

  it("are the same when rolled up twice, or by two at once", async () => {
    await rollUpAll();
    const rows = () => db().stat.findMany({ orderBy: [{ quarter: "asc" }, { measure: "asc" }] });
    const before = await rows();
    await Promise.all([rollUp(), rollUp()]);
    await db().setting.deleteMany();
    expect(await rollUpAll()).toBeGreaterThan(10);
    expect(await rows()).toEqual(before);
  });

  it("do not change in their latencies by being rolled up", async () => {
    const bars = barsOf("30d", "UTC", new Date());
    const before = medianMs(await readStats(bars));
    expect(before).toBeGreaterThan(0);
    await rollUpAll();
    expect(medianMs(await readStats(bars))).toBe(before);
  });
});

describe("what changes after it was rolled up is told at once, and rolled up again", () => {
  const cases: [string, () => Promise<() => Promise<unknown>>][] = [
    [
      "a new order with its run and delivery",
      async () => () => aDelivery(Date.now() - 1000, "succeeded"),
    ],
    [
      "an old delivery that was resent and arrived",
      async () => {
        const { id, run } = await aDelivery(ago(5), "failed", 4);
        return async () => {
          await insertAttempt(id, 5, Date.now(), true);
          await change(id, { status: "succeeded", attemptCount: 5, completedAt: new Date() });
          await db().run.update({
            where: { id: run.id },
            data: { status: "succeeded", completedAt: new Date() },
          });
        };
      },
    ],
    [
      "a later delivery of an old run that was resent, so that the run succeeded",
      async () => {
        const run = await insertRun(scenario, await insertOrder(ago(5)), { status: "failed" });
        const { id } = await insertDelivery(run, Date.now() - 2000, {
          status: "failed",
          failures: 4,
          latencyMs: 5,
        });
        return async () => {
          await insertAttempt(id, 5, Date.now(), true);
          await change(id, { status: "succeeded", attemptCount: 5, completedAt: new Date() });
          await db().run.update({ where: { id: run.id }, data: { status: "succeeded" } });
        };
      },
    ],
    [
      "a cancelled one whose resend failed: it has ended at the time at which it had",
      async () => {
        const { id } = await aDelivery(ago(5), "cancelled");
        return async () => {
          await insertAttempt(id, 1, Date.now(), false);
          await change(id, { status: "failed", attemptCount: 1 });
        };
      },
    ],
    [
      "one that was waiting and is cancelled without an attempt",
      async () => {
        const { id } = await aDelivery(ago(5), "pending");
        return () => change(id, { status: "cancelled", completedAt: new Date() });
      },
    ],
    [
      "one that waits for its next attempt instead of being sent",
      async () => {
        const { id } = await aDelivery(ago(5), "sending");
        return () => change(id, { status: "retrying" });
      },
    ],
    [
      "one that is being resent just now",
      async () => {
        const { id } = await aDelivery(ago(5), "succeeded");
        return () => change(id, { status: "sending" });
      },
    ],
    [
      "a run that was running and has ended",
      async () => {
        const run = await insertRun(scenario, await insertOrder(ago(5)), { status: "running" });
        return () =>
          db().run.update({
            where: { id: run.id },
            data: { status: "cancelled", completedAt: new Date() },
          });
      },
    ],
  ];

  it.each(cases)("%s", async (_, prepare) => {
    const happen = await prepare();
    await rollUpAll();
    await expectTruth();
    const before = plain(await readStats(barsOf("30d", "UTC", new Date())));
    await happen();
    expect(plain(await readStats(barsOf("30d", "UTC", new Date())))).not.toEqual(before);
    await expectTruth();
    await rollUpAll();
    await expectTruth();
  });
});

it("an instance without anything is rolled up, too", async () => {
  await db().$executeRaw`TRUNCATE orders, events, scenarios CASCADE`;
  expect(await rollUp()).toEqual({ done: true });
  expect(plain(await readStats(barsOf("24h", "UTC", new Date())))).toEqual(
    Array.from({ length: 24 }, () => ({})),
  );
});
