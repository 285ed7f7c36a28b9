import { describe, expect, it } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { failingScenarios } from "@/lib/instance/failing-scenarios";
import { previewReplay } from "@/lib/replays/preview-replay";
import { listRuns } from "@/lib/runs/list-runs";
import { client, made, withHistory } from "./support/long-history";
import { readingsOf } from "./support/plans";

withHistory();

describe("beside a long history, what is rare in a combination", () => {
  /** So many rows are walked along, in their order, before the indexes are asked together. */
  const WALK = 10_000;
  const endedSince = new Date(Date.now() - 40 * 86_400_000).toISOString();
  const since = new Date(Date.now() - 80 * 86_400_000).toISOString();
  const target = { nodeId: "n-erp", status: "failed" };
  const ofDeliveries = [
    [target, "deliveries_failed_idx"],
    [{ ...target, test: "false", endedSince }, "deliveries_failed_idx"],
    [{ ...target, since }, "deliveries_failed_idx"],
    [{ nodeId: "n-erp", held: "true" }, "deliveries_held_idx"],
    [{ failureKind: "dns" }, "deliveries_last_failure_kind_id_idx"],
    [{ statusCode: "429", since }, "deliveries_last_status_code_id_idx"],
    [{ status: "cancelled", since }, "deliveries_status_id_idx"],
    [{ event: "order.paid", since }, "deliveries_event_type_id_idx"],
    [{ test: "true", status: "cancelled" }, "deliveries_"],
    [{ q: "erp-7.example" }, "deliveries_url_trgm_idx"],
  ] as const;

  it.each(ofDeliveries)("deliveries %j: read by %s", async (filters, index) => {
    // None of its deliveries to this node has failed.
    const query = { ...filters, scenarioId: made.scenarioIds[0] };
    const nodes = await readingsOf(client, () => listDeliveries({ actor, query }));
    expect(nodes.map((node) => node["Index Name"])).toContainEqual(expect.stringContaining(index));
    for (const node of nodes) expect(node["Rows Removed by Filter"] ?? 0).toBeLessThanOrEqual(WALK);
  });

  it.each([{ status: "running" }, { status: "cancelled", test: "false" }, { test: "true", since }])(
    "runs %j",
    async (filters) => {
      const query = { ...filters, scenarioId: made.scenarioIds[0] };
      const nodes = await readingsOf(client, () => listRuns({ actor, query }));
      for (const node of nodes)
        expect(node["Rows Removed by Filter"] ?? 0).toBeLessThanOrEqual(WALK);
    },
  );

  it("is found, page by page and back, as a table that is read whole has it", async () => {
    const scenarioId = made.scenarioIds[0];
    const query = { status: "failed", scenarioId, since, limit: "25" };
    const { rows } = await client.query(
      `select id from deliveries where status = 'failed' and scenario_id = $1 and created_at >= $2
       order by id desc`,
      [scenarioId, since],
    );
    const wanted = rows.map(({ id }) => id);
    expect(wanted.length).toBeGreaterThan(50);
    let page = await listDeliveries({ actor, query });
    const found = page.items.map(({ id }) => id);
    while (page.nextCursor) {
      page = await listDeliveries({ actor, query: { ...query, cursor: page.nextCursor } });
      found.push(...page.items.map(({ id }) => id));
    }
    expect(found).toEqual(wanted);
    const back = page.items.map(({ id }) => id).reverse();
    while (page.prevCursor) {
      page = await listDeliveries({ actor, query: { ...query, cursor: page.prevCursor } });
      back.push(...page.items.map(({ id }) => id).reverse());
    }
    expect(back).toEqual(wanted.toReversed());
  });
});

describe("a replay's preview beside a long history", () => {
  const since = new Date(Date.now() - 50 * 86_400_000).toISOString();
  const until = new Date(Date.now() - 10 * 86_400_000).toISOString();

  it.each([
    [{ status: "failed" }, "deliveries_status_id_idx"],
    [{ status: "failed", test: "false", since, until }, "deliveries_status_id_idx"],
    [{ failureKind: "timeout" }, "deliveries_last_failure_kind_id_idx"],
    [{ statusCode: "404" }, "deliveries_last_status_code_id_idx"],
    [{ nodeId: "n-crm" }, "deliveries_node_id_id_idx"],
    [{ scenarioId: "" }, "deliveries_scenario_id_id_idx"],
  ])("%j is counted from %s alone", async (filters, index) => {
    const query = { ...filters, ...("scenarioId" in filters ? ofScenario() : {}) };
    const nodes = await readingsOf(client, () => previewReplay({ actor, query }));
    const counting = nodes.filter((node) => node["Index Name"] === index);
    expect(counting.map((node) => node["Node Type"])).toContain("Index Only Scan");
  });

  const ofScenario = () => ({ scenarioId: made.scenarioIds[3] ?? "" });

  it.each([
    [{}, "true"],
    [{ since, until }, `created_at >= '${since}' and created_at < '${until}'`],
    [
      { failureKind: "timeout", until },
      `last_failure_kind = 'timeout' and created_at < '${until}'`,
    ],
    [{ status: "failed", since }, `status = 'failed' and created_at >= '${since}'`],
  ])("%j counts what a table that is read whole has", async (query, condition) => {
    const { total, byStatus } = await previewReplay({ actor, query });
    const { rows } = await client.query(
      `select status, count(*)::int as count from deliveries where ${condition} group by 1`,
    );
    const counted = Object.entries(byStatus ?? {}).filter(([, count]) => count > 0);
    expect(Object.fromEntries(counted)).toEqual(
      Object.fromEntries(rows.map(({ status, count }) => [status, count])),
    );
    expect(total).toBe(rows.reduce((sum, { count }) => sum + count, 0));
  });
});

describe("the overview beside a long history", () => {
  const setStatus = (status: string) =>
    client.query("update scenarios set status = $1 where id = $2", [status, made.scenarioIds[1]]);

  it("finds what fails without reading what is well", async () => {
    await setStatus("active");
    const nodes = await readingsOf(client, () => failingScenarios(new Date()));
    await setStatus("paused");
    const names = nodes.flatMap((node) => node["Index Name"] ?? []);
    expect(names).toContain("deliveries_scenario_id_id_idx");
    // Of the 20,000 of ninety days, those of one are looked at.
    for (const node of nodes) expect(node["Rows Removed by Filter"] ?? 0).toBeLessThan(500);
  });
});
