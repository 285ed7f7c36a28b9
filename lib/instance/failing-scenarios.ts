import "server-only";
import { db } from "@/lib/db";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { firstIdAt } from "@/lib/ids";
import type { OverviewView } from "@/lib/instance/schemas";

const DAY_MS = 86_400_000;
const SHOWN = 10;

interface Row {
  scenarioId: string;
  scenarioName: string;
  nodeNames: string[];
  failed: number;
  retrying: number;
  kind: string | null;
  message: string | null;
  hint: string | null;
  total: number;
}

/**
 * The active scenarios that are failing now: of those deliveries of a node that were created in the
 * last 24 hours, one failed or is to be tried again, and none after it has succeeded. With what most
 * of them fail of, in the words of the latest. The worst first.
 */
export async function failingScenarios(now: Date): Promise<OverviewView["failing"]> {
  const since = new Date(now.getTime() - DAY_MS);
  const end = firstIdAt("delivery", now.getTime() + DAY_MS);
  const rows = await db().$queryRaw<Row[]>`
    WITH bad AS MATERIALIZED (
      SELECT id, scenario_id, node_id, node_name, status, last_failure_kind FROM deliveries
      WHERE status IN ('failed', 'retrying') AND NOT is_test
        AND id >= ${firstIdAt("delivery", since.getTime() - CLOCK_SLACK_MS)}
        AND created_at >= ${since.toISOString()}::timestamptz
        -- No join: for each of the scenarios the day might be read once more.
        AND scenario_id = ANY(ARRAY(
          SELECT id FROM scenarios WHERE status = 'active' AND deleted_at IS NULL))),
    node AS (
      SELECT scenario_id, node_id, (array_agg(node_name ORDER BY id DESC))[1] AS name,
        max(id) AS newest
      FROM bad GROUP BY 1, 2),
    failing AS (
      SELECT scenario_id, array_agg(name ORDER BY name) AS node_names
      FROM node LEFT JOIN LATERAL (
        SELECT true AS arrived FROM deliveries AS later
        -- As pairs, and in their order, they are read from the index of the scenario's deliveries, which
        -- ends at the first; by the ids alone, what came later of all scenarios would be read.
        WHERE (later.scenario_id, later.id) > (node.scenario_id, node.newest)
          AND (later.scenario_id, later.id) < (node.scenario_id, ${end})
          AND later.node_id = node.node_id AND later.status = 'succeeded' AND NOT later.is_test
        ORDER BY later.scenario_id, later.id LIMIT 1) AS success ON true
      WHERE arrived IS NULL
      GROUP BY 1),
    worst AS (
      SELECT failing.scenario_id, scenarios.name, node_names,
        count(*) FILTER (WHERE bad.status = 'failed')::int AS failed,
        count(*) FILTER (WHERE bad.status = 'retrying')::int AS retrying,
        mode() WITHIN GROUP (ORDER BY last_failure_kind) AS kind,
        (count(*) OVER ())::int AS total
      FROM failing JOIN bad USING (scenario_id)
      JOIN scenarios ON scenarios.id = failing.scenario_id
      GROUP BY 1, 2, 3 ORDER BY count(*) DESC, 1 LIMIT ${SHOWN})
    SELECT scenario_id AS "scenarioId", name AS "scenarioName", node_names AS "nodeNames",
      failed, retrying, kind, total,
      told.last_failure_message AS message, told.last_failure_hint AS hint
    FROM worst LEFT JOIN LATERAL (
      SELECT last_failure_message, last_failure_hint FROM deliveries
      WHERE id = (SELECT max(bad.id) FROM bad
        WHERE bad.scenario_id = worst.scenario_id AND bad.last_failure_kind = worst.kind)
    ) AS told ON true
    ORDER BY failed + retrying DESC, 1`;
  return {
    since: since.toISOString(),
    total: rows[0]?.total ?? 0,
    scenarios: rows.map(({ kind, message, hint, total: _, ...row }) => ({
      ...row,
      failure: kind === null ? null : { kind, message: message ?? "", hint: hint ?? "" },
    })),
  };
}
