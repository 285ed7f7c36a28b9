import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { TargetHealthModel as TargetHealth } from "@/lib/generated/prisma/models/TargetHealth";
import { getPreferences } from "@/lib/instance/preferences";
import { heldBack, type Target } from "@/lib/targets/release-held";
import type { TargetsView, TargetView } from "@/lib/targets/schemas";

const TARGETS_MAX = 100;
/** Of this many failures, the newest, the most frequent kind is told. */
const FAILURES_READ = 200;

/**
 * The targets that are paused, and those that are failing while their scenario is active; the worst
 * first, of many no more than a hundred. A failure or two are no news: a target is failing from half
 * of the threshold on.
 */
export async function listTargets(_: { actor: Actor }): Promise<TargetsView> {
  const { failingTargets } = await getPreferences();
  const rows = await db().targetHealth.findMany({
    where: {
      scenario: { deletedAt: null },
      OR: [
        { pausedAt: { not: null } },
        { warnedAt: { not: null }, scenario: { status: "active" } },
      ],
    },
    include: { scenario: { select: { name: true } } },
    orderBy: [{ pausedAt: { sort: "asc", nulls: "last" } }, { consecutiveFailures: "desc" }],
    take: TARGETS_MAX,
  });
  const held = await countHeld(rows);
  const failures = await dominantFailures(rows);
  const items = rows.map(
    (row): TargetView => ({
      scenarioId: row.scenarioId,
      scenarioName: row.scenario.name,
      nodeId: row.nodeId,
      nodeName: row.nodeName,
      host: row.targetHost,
      failures: row.consecutiveFailures,
      failingSince: row.failingSince.toISOString(),
      pausedAt: row.pausedAt?.toISOString() ?? null,
      lastProbeAt: row.lastProbeAt?.toISOString() ?? null,
      heldCount: held.get(keyOf(row)) ?? 0,
      failure: failures.get(keyOf(row)) ?? null,
    }),
  );
  return { items, pausing: failingTargets };
}

const keyOf = ({ scenarioId, nodeId }: Target) => `${scenarioId} ${nodeId}`;

async function countHeld(rows: readonly TargetHealth[]): Promise<Map<string, number>> {
  const targets = rows.map(({ scenarioId, nodeId }) => ({ scenarioId, nodeId }));
  if (targets.length === 0) return new Map();
  const groups = await db().delivery.groupBy({
    by: ["scenarioId", "nodeId"],
    where: { OR: targets, ...heldBack, status: "pending" },
    _count: { _all: true },
  });
  return new Map(groups.map((group) => [keyOf(group), group._count._all]));
}

/** For each target the kind that most of its failures are of, in the words of its latest. */
async function dominantFailures(
  rows: readonly TargetHealth[],
): Promise<Map<string, TargetView["failure"]>> {
  if (rows.length === 0) return new Map();
  const found = await db().$queryRaw<(Target & NonNullable<TargetView["failure"]>)[]>`
    SELECT target.scenario_id AS "scenarioId", target.node_id AS "nodeId", told.*
    FROM unnest(${rows.map(({ scenarioId }) => scenarioId)}::text[],
      ${rows.map(({ nodeId }) => nodeId)}::text[],
      ${rows.map(({ failingSince }) => failingSince.toISOString())}::timestamptz[]
    ) AS target (scenario_id, node_id, since)
    CROSS JOIN LATERAL (
      SELECT kind, coalesce((array_agg(message ORDER BY ended DESC))[1], '') AS message,
        coalesce((array_agg(hint ORDER BY ended DESC))[1], '') AS hint
      FROM (
        SELECT last_failure_kind AS kind, last_failure_message AS message,
          last_failure_hint AS hint, completed_at AS ended
        FROM deliveries
        WHERE scenario_id = target.scenario_id AND node_id = target.node_id
          AND status = 'failed' AND NOT is_test AND completed_at >= target.since
          AND last_failure_kind IS NOT NULL
        ORDER BY completed_at DESC LIMIT ${FAILURES_READ}::int) AS newest
      GROUP BY kind ORDER BY count(*) DESC, max(ended) DESC LIMIT 1) AS told`;
  return new Map(
    found.map(({ kind, message, hint, ...target }) => [keyOf(target), { kind, message, hint }]),
  );
}
