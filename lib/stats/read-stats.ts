import "server-only";
import { type Db, db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { countsOf, createdIn } from "@/lib/stats/count-statements";
import type { Measures } from "@/lib/stats/figures";
import { findStale } from "@/lib/stats/find-stale";
import { QUARTER_MS, type Span, spansOf } from "@/lib/stats/quarters";
import { firstUncounted, rolledUntil } from "@/lib/stats/rolled-until";

export interface Stats {
  /** For each bar, in their order. */
  bars: Measures[];
  /** The end of the last quarter within the bars of which details were pruned. */
  prunedUntil: Date | null;
}

/**
 * The figures of bars that follow one another, as they are at this moment: from the roll-ups where
 * these are known to be right, and counted from the tables where they may not be, or are not yet.
 * One snapshot of the database serves all of it.
 */
export function readStats(bars: readonly Span[]): Promise<Stats> {
  return db().$transaction((tx) => read(tx, bars), {
    isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead,
  });
}

async function read(tx: Db, bars: readonly Span[]): Promise<Stats> {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return { bars: [], prunedUntil: null };
  const rolled = await rolledUntil(tx);
  const known = rolled ? firstUncounted(rolled) : first.since;
  const stale = rolled
    ? (await findStale(tx, rolled)).filter((at) => at >= first.since && at < last.until)
    : [];
  const begin = new Date(Math.max(known.getTime(), first.since.getTime()));
  const fresh = [
    ...spansOf(stale),
    ...(begin < last.until ? [{ since: begin, until: last.until }] : []),
  ];
  const edges = [...bars.map(({ since }) => since), last.until].map((at) => at.toISOString());
  const rows = await tx.$queryRaw<Row[]>`
    SELECT width_bucket(quarter, ${edges}::timestamptz[]) AS bar, measure,
      sum(count)::float8 AS count,
      max(quarter) FILTER (WHERE part = 'removed') AS "prunedQuarter"
    FROM (
      SELECT quarter, part, measure, count FROM stats
      WHERE quarter >= ${edges[0]}::timestamptz AND quarter < ${edges.at(-1)}::timestamptz
        AND (part = 'removed' OR (quarter < ${begin.toISOString()}::timestamptz AND NOT EXISTS (
          SELECT FROM unnest(${stale.map((at) => at.toISOString())}::timestamptz[]) AS stale(at)
          WHERE stale.at = quarter)))
      UNION ALL SELECT quarter, 'fresh', measure, count
        FROM (${countsOf(createdIn(fresh))}) AS counted
    ) AS counts GROUP BY 1, 2`;
  const measures = bars.map(() => new Map<string, number>());
  let pruned = 0;
  for (const { bar, measure, count, prunedQuarter } of rows) {
    measures[bar - 1]?.set(measure, count);
    if (prunedQuarter) pruned = Math.max(pruned, prunedQuarter.getTime() + QUARTER_MS);
  }
  return { bars: measures, prunedUntil: pruned > 0 ? new Date(pruned) : null };
}

interface Row {
  /** From 1 on. */
  bar: number;
  measure: string;
  count: number;
  prunedQuarter: Date | null;
}
