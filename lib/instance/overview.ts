import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { parseInput } from "@/lib/http/problem";
import { failingScenarios } from "@/lib/instance/failing-scenarios";
import { readGuide } from "@/lib/instance/guide";
import { type OverviewView, overviewQuerySchema } from "@/lib/instance/schemas";
import { countsFrom, figuresFrom, sumOf } from "@/lib/stats/figures";
import { barsOf } from "@/lib/stats/periods";
import { readStats } from "@/lib/stats/read-stats";

const RECENT = 8;

/**
 * Figures of a range in the days of a time zone, the guided start, what waits and what fails now,
 * recent deliveries. Everything counts by when it was created, as the lists' `since` and `until` do.
 */
export async function getOverview({
  actor,
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<OverviewView> {
  const { range, timeZone } = parseInput(overviewQuerySchema, query);
  const now = new Date();
  const bars = barsOf(range, timeZone, now);
  const [stats, waiting, failing, guide, recent] = await Promise.all([
    readStats(bars),
    readWaiting(),
    failingScenarios(now),
    readGuide(),
    listDeliveries({ actor, query: { limit: RECENT } }),
  ]);
  return {
    range,
    timeZone,
    since: (bars[0]?.since ?? now).toISOString(),
    prunedUntil: stats.prunedUntil?.toISOString() ?? null,
    figures: figuresFrom(sumOf(stats.bars)),
    bars: bars.map(({ since, until }, index) => ({
      since: since.toISOString(),
      until: until.toISOString(),
      ...countsFrom(stats.bars[index] ?? new Map()),
    })),
    waiting,
    failing,
    guide,
    recentDeliveries: recent.items,
  };
}

async function readWaiting(): Promise<OverviewView["waiting"]> {
  const { _count, _min } = await db().delivery.aggregate({
    where: { status: "retrying", isTest: false },
    _count: { _all: true },
    _min: { nextAttemptAt: true },
  });
  return { count: _count._all, soonestAt: _min.nextAttemptAt?.toISOString() ?? null };
}
