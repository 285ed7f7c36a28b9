import { describe, expect, it } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { exportDeliveries } from "@/lib/deliveries/export-deliveries";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { listMissed } from "@/lib/missed/list-missed";
import { listOrders } from "@/lib/orders/list-orders";
import { listRuns } from "@/lib/runs/list-runs";
import { listScenarios } from "@/lib/scenarios/list-scenarios";
import { listTargets } from "@/lib/targets/list-targets";
import { client, made, withHistory } from "./support/long-history";
import { scannedTables, statementsOf } from "./support/plans";

withHistory();

/** Tables that grow with the history. */
const LARGE = ["deliveries", "orders", "events", "runs", "attempts", "run_steps", "missed_events"];

/** Those of them that a piece of work reads every row of. */
async function largeScanned(work: () => Promise<unknown>): Promise<string[]> {
  const statements = await statementsOf(work);
  expect(statements.length).toBeGreaterThan(0);
  const scanned: string[] = [];
  for (const statement of statements) {
    for (const table of await scannedTables(client, statement)) {
      if (table && LARGE.includes(table)) scanned.push(table);
    }
  }
  return scanned;
}

describe("beside a long history, no list reads a whole table", () => {
  const since = new Date(Date.now() - 86_400_000).toISOString();
  it.each([
    {},
    { status: "failed" },
    { status: "retrying" },
    { event: "order.created" },
    { event: "order.paid" },
    { statusCode: "404" },
    { failureKind: "timeout" },
    { test: "true" },
    { nodeId: "n-crm" },
    { nodeId: "n-gone" },
    { held: "true" },
    { held: "false" },
    { firstAttempt: "succeeded" },
    { endedSince: since },
    { endedSince: new Date(Date.now() + 86_400_000).toISOString() },
    { since },
    { until: since },
    { q: "ORD-500001-777" },
    { q: "mer1234@" },
    { q: "erp-7.example" },
    { q: "nobody at all" },
    { q: "dlv_01jd0000000000000000000000" },
  ])("deliveries %j", async (query) => {
    expect(await largeScanned(() => listDeliveries({ actor, query }))).toEqual([]);
  });

  it.each([{}, { q: "ORD-500001-777" }, { since }])("orders %j", async (query) => {
    expect(await largeScanned(() => listOrders({ actor, query }))).toEqual([]);
  });

  it.each([
    {},
    { status: "failed" },
    { status: "running" },
    { test: "true" },
    { scenarioId: "scn_none" },
    { since },
    { until: since },
  ])("runs %j", async (query) => {
    expect(await largeScanned(() => listRuns({ actor, query }))).toEqual([]);
  });

  it("failing and paused targets", async () => {
    expect((await listTargets({ actor })).items.length).toBeGreaterThan(0);
    expect(await largeScanned(() => listTargets({ actor }))).toEqual([]);
  });

  it("what a scenario missed", async () => {
    const scenarioId = made.scenarioIds[0] ?? "";
    const list = () => listMissed({ actor, scenarioId, query: {} });
    expect((await list()).total).toBeGreaterThan(0);
    expect(await largeScanned(list)).toEqual([]);
  });

  it("scenarios and how they have fared", async () => {
    expect(await largeScanned(() => listScenarios({ actor, query: {} }))).toEqual([]);
  });
});

describe("paging", () => {
  it("leads through all that match and back, each once, newest first", async () => {
    const query = { status: "failed", failureKind: "timeout", limit: "100" };
    const forward: string[] = [];
    let page = await listDeliveries({ actor, query });
    forward.push(...page.items.map(({ id }) => id));
    while (page.nextCursor) {
      page = await listDeliveries({ actor, query: { ...query, cursor: page.nextCursor } });
      forward.push(...page.items.map(({ id }) => id));
    }
    expect(forward).toEqual(forward.toSorted().reverse());
    expect(new Set(forward).size).toBe(forward.length);
    const { rows } = await client.query(
      `select count(*)::int as count from deliveries
       where status = 'failed' and last_failure_kind = 'timeout'`,
    );
    expect(forward.length).toBe(rows[0].count);

    const back = page.items.map(({ id }) => id).reverse();
    while (page.prevCursor) {
      page = await listDeliveries({ actor, query: { ...query, cursor: page.prevCursor } });
      back.push(...page.items.map(({ id }) => id).reverse());
    }
    expect(back).toEqual(forward.toReversed());
  });

  it("a search finds the deliveries of an order by its number and by a part of its e-mail", async () => {
    const number = made.someNumbers[3];
    const found = await listDeliveries({ actor, query: { q: number } });
    expect(found.items.length).toBeGreaterThan(0);
    expect(new Set(found.items.map(({ orderNumber }) => orderNumber))).toEqual(new Set([number]));
  });
});

describe("the export", () => {
  const read = async (query: Record<string, string>) => {
    const { content, ...rest } = await exportDeliveries({ actor, query });
    return { ...rest, lines: (await new Response(content).text()).trimEnd().split("\n") };
  };

  it("as NDJSON holds every delivery that matches, once, newest first", async () => {
    const { lines, type, fileName } = await read({ status: "failed" });
    const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id);
    const { rows } = await client.query(
      "select count(*)::int as count from deliveries where status = 'failed'",
    );
    expect(ids.length).toBe(rows[0].count);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    expect(type).toContain("application/x-ndjson");
    expect(fileName).toMatch(/^deliveries-\d{4}-\d\d-\d\d\.ndjson$/);
  });

  it("as CSV begins with the names of its columns and has as many in each line", async () => {
    const { lines } = await read({ format: "csv", failureKind: "client_error" });
    const [head = "", ...rest] = lines;
    expect(head).toMatch(/^id,status,createdAt,/);
    expect(rest.length).toBeGreaterThan(0);
    for (const line of rest) expect(line.split(",").length).toBe(head.split(",").length);
  });

  it("of nothing is empty", async () => {
    expect((await read({ q: "nobody at all" })).lines).toEqual([""]);
  });

  it("refuses an unknown format and unknown filters by name", async () => {
    await expect(exportDeliveries({ actor, query: { format: "xls" } })).rejects.toMatchObject({
      errors: [{ path: "format" }],
    });
    await expect(exportDeliveries({ actor, query: { limit: "5" } })).rejects.toMatchObject({
      errors: [{ path: "limit" }],
    });
  });
});
