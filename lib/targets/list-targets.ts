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
  const items: TargetView[] = [];
  for (const row of rows) {
    items.push({
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
      failure: await dominantFailure(row),
    });
  }
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

/** The kind that most of the failures are of, in the words of its latest. */
async function dominantFailure(row: TargetHealth): Promise<TargetView["failure"]> {
  const { scenarioId, nodeId, failingSince } = row;
  const failed = await db().delivery.findMany({
    where: {
      scenarioId,
      nodeId,
      status: "failed",
      isTest: false,
      completedAt: { gte: failingSince },
      lastFailureKind: { not: null },
    },
    select: { lastFailureKind: true, lastFailureMessage: true, lastFailureHint: true },
    orderBy: { completedAt: "desc" },
    take: FAILURES_READ,
  });
  const counts = new Map<string | null, number>();
  for (const { lastFailureKind: kind } of failed) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const told = failed.find(({ lastFailureKind: kind }) => counts.get(kind) === most);
  if (!told?.lastFailureKind) return null;
  return {
    kind: told.lastFailureKind,
    message: told.lastFailureMessage ?? "",
    hint: told.lastFailureHint ?? "",
  };
}
