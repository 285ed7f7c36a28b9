import { beforeAll, describe, expect, it } from "vitest";
import { deliveriesLink, ordersLink, runsLink, waitingLink } from "@/components/overview/links";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { DELIVERY_STATUSES } from "@/lib/deliveries/schemas";
import { getOverview } from "@/lib/instance/overview";
import { updatePreferences } from "@/lib/instance/preferences";
import { type OverviewView, overviewSchema } from "@/lib/instance/schemas";
import { listOrders } from "@/lib/orders/list-orders";
import { prune } from "@/lib/retention/prune";
import { listRuns } from "@/lib/runs/list-runs";
import { STATS_RANGES } from "@/lib/stats/periods";
import { rollUp } from "@/lib/stats/roll-up";
import { withTestDatabase } from "./support/database";
import {
  insertDelivery,
  insertHistory,
  insertOrder,
  insertRun,
  insertScenario,
} from "./support/history";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const now = Date.now();

withTestDatabase();

const empty = () => db().$executeRaw`
  TRUNCATE orders, events, scenarios, stats, stats_open, settings CASCADE`;

const overview = async (range: string, timeZone = "Asia/Kathmandu") => {
  const view = await getOverview({ actor, query: { range, timeZone } });
  expect(overviewSchema.parse(view)).toEqual(view);
  return view;
};

const lists: Record<string, (query: Record<string, string>) => Promise<Page>> = {
  "/orders": (query) => listOrders({ actor, query }),
  "/runs": (query) => listRuns({ actor, query }),
  "/deliveries": (query) => listDeliveries({ actor, query }),
};
type Page = { items: unknown[]; nextCursor: string | null };

/** How many items the list at this address of the dashboard has, by all of its pages. */
async function countAt(address: string): Promise<number> {
  const url = new URL(address, "http://localhost");
  const list = lists[url.pathname];
  if (!list) throw new Error(`${address} is no list`);
  const query = { ...Object.fromEntries(url.searchParams), limit: "100" };
  let count = 0;
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Page = await list({ ...query, ...(cursor ? { cursor } : {}) });
    count += page.items.length;
    cursor = page.nextCursor;
  }
  return count;
}

/** Each figure with the address that its link leads to. */
function linksOf({ figures, bars, since, waiting, failing }: OverviewView): [string, number][] {
  const of = (
    period: { since: string; until?: string },
    counts: OverviewView["bars"][number] | OverviewView["figures"],
  ) => {
    const { orders, runs, runsFailed, deliveries } = counts;
    return [
      [ordersLink(period), orders],
      [runsLink(period), runs],
      [runsLink(period, { status: "failed" }), runsFailed],
      [deliveriesLink(period), Object.values(deliveries).reduce((sum, each) => sum + each, 0)],
      ...DELIVERY_STATUSES.map((status) => [
        deliveriesLink(period, { status }),
        deliveries[status],
      ]),
    ] as [string, number][];
  };
  return [
    ...of({ since }, figures),
    [
      deliveriesLink({ since }, { status: "succeeded", firstAttempt: "succeeded" }),
      figures.succeededAtFirstAttempt,
    ],
    ...bars.slice(-8).flatMap((bar) => of(bar, bar)),
    [waitingLink, waiting.count],
    ...failing.scenarios.flatMap(({ scenarioId, failed, retrying }): [string, number][] => [
      [deliveriesLink({ since: failing.since }, { scenarioId, status: "failed" }), failed],
      [deliveriesLink({ since: failing.since }, { scenarioId, status: "retrying" }), retrying],
    ]),
  ];
}

describe("every figure agrees with the list that it leads to", () => {
  beforeAll(async () => {
    await empty();
    const scenarios = [
      await insertScenario("One", now - 40 * DAY_MS),
      await insertScenario("Two", now - 40 * DAY_MS),
      await insertScenario("Paused", now - 40 * DAY_MS, "paused"),
    ];
    await insertHistory({ seed: 21, count: 80, since: now - 32 * DAY_MS, until: now, scenarios });
    await insertHistory({ seed: 22, count: 60, since: now - 2 * DAY_MS, until: now, scenarios });
    while (!(await rollUp()).done);
    const lately = now - 5 * 60_000;
    await insertHistory({ seed: 23, count: 10, since: lately, until: now, scenarios });
  });

  it.each(STATS_RANGES)("for %s", async (range) => {
    const view = await overview(range);
    const links = linksOf(view);
    expect(links.filter(([, count]) => count > 0).length).toBeGreaterThan(20);
    expect(view.failing.scenarios.length).toBeGreaterThan(0);
    const found: [string, number][] = [];
    for (const [address] of links) found.push([address, await countAt(address)]);
    expect(found).toEqual(links);
  });

  it("and the bars add up to it", async () => {
    const { bars, figures } = await overview("30d");
    const sum = (of: (bar: OverviewView["bars"][number]) => number) =>
      bars.reduce((total, bar) => total + of(bar), 0);
    expect(sum((bar) => bar.orders)).toBe(figures.orders);
    expect(sum((bar) => bar.runs)).toBe(figures.runs);
    for (const status of DELIVERY_STATUSES) {
      expect(sum((bar) => bar.deliveries[status])).toBe(figures.deliveries[status]);
    }
  });

  it("and stays when details go, which the overview says", async () => {
    const before = await overview("30d");
    expect(before.prunedUntil).toBeNull();
    await updatePreferences({ actor, input: { retention: { historyDays: 7 } } });
    while ((await prune({ phase: "runs" })).removed > 0);
    const after = await overview("30d");
    expect(after.figures).toEqual(before.figures);
    expect(after.bars).toEqual(before.bars);
    expect(Date.parse(after.prunedUntil ?? "")).toBeLessThan(now - 6 * DAY_MS);
    expect((await overview("24h")).prunedUntil).toBeNull();
  });
});

describe("a scenario is failing now", () => {
  const failed = { status: "failed", failures: 4, latencyMs: 1000 };
  const succeeded = { status: "succeeded", failures: 0, latencyMs: 100, nodeId: "erp" };

  async function deliver(
    scenario: Awaited<ReturnType<typeof insertScenario>>,
    hoursAgo: number,
    delivery: Parameters<typeof insertDelivery>[2],
    isTest = false,
  ) {
    const at = now - hoursAgo * HOUR_MS;
    const run = await insertRun(scenario, await insertOrder(at), { isTest });
    await insertDelivery(run, at, delivery);
  }
  const failing = async () => (await overview("24h")).failing;

  it("while nothing of a node has succeeded after what failed; it is told what of", async () => {
    await empty();
    const scenario = await insertScenario("Orders to ERP", now - DAY_MS);
    const node = { nodeId: "erp" };
    await deliver(scenario, 30, { ...failed, ...node });
    await deliver(scenario, 9, succeeded);
    await deliver(scenario, 8, { ...failed, ...node, failureKind: "dns" });
    await deliver(scenario, 7, { ...failed, ...node, failureKind: "timeout" });
    await deliver(scenario, 6, { ...failed, ...node, failureKind: "timeout", status: "retrying" });
    // Of another node, of a test, and of what is not over.
    await deliver(scenario, 5, { ...succeeded, nodeId: "crm" });
    await deliver(scenario, 5, succeeded, true);
    await deliver(scenario, 5, { ...succeeded, status: "pending" });
    expect(await failing()).toMatchObject({
      total: 1,
      scenarios: [
        {
          scenarioId: scenario.id,
          scenarioName: "Orders to ERP",
          nodeNames: ["Hook"],
          failed: 2,
          retrying: 1,
          failure: { kind: "timeout", message: "It failed: timeout.", hint: "Mend timeout." },
        },
      ],
    });
    await deliver(scenario, 4, succeeded);
    expect(await failing()).toMatchObject({ total: 0, scenarios: [] });
  });

  it("but not when it is paused or deleted", async () => {
    await empty();
    const scenario = await insertScenario("Orders to ERP", now - DAY_MS);
    await deliver(scenario, 1, failed);
    expect((await failing()).total).toBe(1);
    await db().scenario.update({ where: { id: scenario.id }, data: { status: "paused" } });
    expect((await failing()).total).toBe(0);
    await db().scenario.update({
      where: { id: scenario.id },
      data: { status: "active", deletedAt: new Date() },
    });
    expect((await failing()).total).toBe(0);
  });
});

describe("the overview", () => {
  it("of an empty instance has nothing but empty bars", async () => {
    await empty();
    const view = await overview("7d");
    expect(view).toMatchObject({
      figures: { orders: 0, runs: 0, latency: null, succeededAtFirstAttempt: 0 },
      waiting: { count: 0, soonestAt: null },
      failing: { total: 0, scenarios: [] },
      prunedUntil: null,
      recentDeliveries: [],
    });
    expect(view.bars).toHaveLength(7);
    expect(view.guide.steps.every(({ done }) => !done)).toBe(true);
  });

  it("tells when the soonest of those waiting is tried again", async () => {
    await empty();
    const scenario = await insertScenario("One", now - DAY_MS);
    for (const hoursAgo of [40, 1]) {
      const at = now - hoursAgo * HOUR_MS;
      const run = await insertRun(scenario, await insertOrder(at), { status: "running" });
      await insertDelivery(run, at, { status: "retrying", failures: 1, latencyMs: 1 });
    }
    expect((await overview("24h")).waiting).toEqual({
      count: 2,
      soonestAt: new Date(now - 39 * HOUR_MS).toISOString(),
    });
  });

  it("keeps the guided start's ticks when the history they stand on has been removed", async () => {
    await empty();
    const scenario = await insertScenario("One", now - 30 * DAY_MS);
    const run = await insertRun(scenario, await insertOrder(now - 20 * DAY_MS));
    await insertDelivery(run, now - 20 * DAY_MS, {
      status: "succeeded",
      failures: 0,
      latencyMs: 5,
    });
    await updatePreferences({ actor, input: { retention: { historyDays: 7 } } });
    await prune({ phase: "runs" });
    const { guide } = await overview("24h");
    expect(guide.deliveryId).toBeNull();
    expect(guide.steps.every(({ done }) => done)).toBe(true);
  });

  it.each([
    ["range", { range: "1y" }],
    ["timeZone", { timeZone: "Europe/Atlantis" }],
    ["limit", { limit: "5" }],
  ])("refuses another %s, by its name", async (path, query) => {
    await expect(getOverview({ actor, query })).rejects.toMatchObject({
      code: "invalid_request",
      message: expect.stringContaining(path),
    });
  });
});
