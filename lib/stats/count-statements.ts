import { Prisma } from "@/lib/generated/prisma/client";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { firstIdAt, type IdKind } from "@/lib/ids";
import { LATENCY_FIRST_MS, LATENCY_GROWTH, LATENCY_LAST_BUCKET } from "@/lib/stats/latency";
import type { Span } from "@/lib/stats/quarters";

type Sql = Prisma.Sql;

/** What still moves; everything else has ended. */
export const OPEN_STATUSES = ["pending", "sending", "retrying"];

const textArray = (values: readonly string[]): Sql => Prisma.sql`${[...values]}::text[]`;

/** The quarter of an hour that a moment is in. */
export const quarterOfColumn = (column: string): Sql =>
  Prisma.sql`date_bin('15 minutes', ${Prisma.raw(column)}, timestamptz '2000-01-01 00:00:00Z')`;

/** The rows to count, each as a subselect. */
export interface Sources {
  /** With id, status, attempt_count, created_at and completed_at. */
  deliveries: Sql;
  /** With status and created_at. */
  runs: Sql;
  /** With created_at. */
  orders: Sql;
}

/** Spans as rows `span(since, until, id_from, id_to)`: ids sort by time, so they find the rows. */
function spanRows(kind: IdKind, spans: readonly Span[]): Sql {
  const times = (of: (span: Span) => Date) =>
    Prisma.sql`${spans.map((span) => of(span).toISOString())}::timestamptz[]`;
  const ids = (of: (span: Span) => number) => textArray(spans.map((s) => firstIdAt(kind, of(s))));
  return Prisma.sql`unnest(${times((s) => s.since)}, ${times((s) => s.until)},
    ${ids((s) => s.since.getTime() - CLOCK_SLACK_MS)},
    ${ids((s) => s.until.getTime() + CLOCK_SLACK_MS)}) AS span(since, until, id_from, id_to)`;
}

/** All that was created within the spans, without tests. */
export function createdIn(spans: readonly Span[]): Sources {
  const within = Prisma.sql`id >= span.id_from AND id < span.id_to
    AND created_at >= span.since AND created_at < span.until`;
  return {
    deliveries: Prisma.sql`SELECT d.* FROM ${spanRows("delivery", spans)} CROSS JOIN LATERAL (
      SELECT id, status, attempt_count, created_at, completed_at FROM deliveries
      WHERE ${within} AND NOT is_test) AS d`,
    runs: Prisma.sql`SELECT r.* FROM ${spanRows("run", spans)} CROSS JOIN LATERAL (
      SELECT status, created_at FROM runs WHERE ${within} AND NOT is_test) AS r`,
    orders: Prisma.sql`SELECT o.* FROM ${spanRows("order", spans)} CROSS JOIN LATERAL (
      SELECT created_at FROM orders WHERE ${within}) AS o`,
  };
}

/** The rows of these runs, tests left out, and the orders that nobody removes. */
export function ofRuns(runIds: readonly string[]): Sources {
  return {
    deliveries: Prisma.sql`SELECT id, status, attempt_count, created_at, completed_at
      FROM deliveries WHERE run_id = ANY(${textArray(runIds)}) AND NOT is_test`,
    runs: Prisma.sql`SELECT status, created_at FROM runs
      WHERE id = ANY(${textArray(runIds)}) AND NOT is_test`,
    orders: Prisma.sql`SELECT created_at FROM orders WHERE false`,
  };
}

/**
 * A select of `quarter, measure, count`. The first attempt that succeeded is what tells how long a
 * delivery took: a later resend of it, which may be days after, says nothing of that.
 */
export function countsOf({ deliveries, runs, orders }: Sources): Sql {
  const bucket = Prisma.sql`least(${LATENCY_LAST_BUCKET}::int, greatest(0, ceil(
    ln(greatest(latency_ms, 1) / ${LATENCY_FIRST_MS}::float8) / ln(${LATENCY_GROWTH}::float8))))::int`;
  return Prisma.sql`
    WITH delivery AS MATERIALIZED (
      SELECT ${quarterOfColumn("d.created_at")} AS quarter, d.status,
        coalesce(arrival.number, 1) = 1 AS at_once,
        extract(epoch FROM coalesce(arrival.completed_at, d.completed_at) - d.created_at)::float8
          * 1000 AS latency_ms
      FROM (${deliveries}) AS d LEFT JOIN LATERAL (
        SELECT number, completed_at FROM attempts
        WHERE d.status = 'succeeded' AND d.attempt_count > 1 AND delivery_id = d.id
          AND completed_at IS NOT NULL AND failure_kind IS NULL
        ORDER BY number LIMIT 1) AS arrival ON true)
    SELECT quarter, 'deliveries.' || status AS measure, count(*)::int AS count
      FROM delivery GROUP BY 1, 2
    UNION ALL SELECT quarter, 'firstAttempt', count(*)::int
      FROM delivery WHERE status = 'succeeded' AND at_once GROUP BY 1
    UNION ALL SELECT quarter, 'latency.' || ${bucket}, count(*)::int
      FROM delivery WHERE status = 'succeeded' AND latency_ms IS NOT NULL GROUP BY 1, 2
    UNION ALL SELECT ${quarterOfColumn("run.created_at")}, 'runs.' || run.status, count(*)::int
      FROM (${runs}) AS run GROUP BY 1, 2
    UNION ALL SELECT ${quarterOfColumn("placed.created_at")}, 'orders', count(*)::int
      FROM (${orders}) AS placed GROUP BY 1`;
}

/** A select of `quarter, hash` of what is open and was created before a moment, tests left out. */
export function openBefore(until: Date): Sql {
  const before = (kind: IdKind) =>
    Prisma.sql`id < ${firstIdAt(kind, until.getTime() + CLOCK_SLACK_MS)}
      AND created_at < ${until.toISOString()}::timestamptz AND NOT is_test`;
  return Prisma.sql`
    SELECT quarter, bit_xor(hashtextextended(name, 0)) AS hash FROM (
      SELECT ${quarterOfColumn("created_at")} AS quarter, id || status AS name
        FROM deliveries WHERE status = ANY(${textArray(OPEN_STATUSES)}) AND ${before("delivery")}
      UNION ALL SELECT ${quarterOfColumn("created_at")}, id
        FROM runs WHERE status = 'running' AND ${before("run")}) AS open
    GROUP BY 1`;
}

/**
 * The statements that count spans anew from the tables. What is open is noted first: what ends
 * between the two is then a difference that shows, and is counted once more.
 */
export function recount(spans: readonly Span[]): Sql[] {
  const last = spans.at(-1);
  if (!last) return [];
  const rows = spanRows("delivery", spans);
  const within = Prisma.sql`quarter >= span.since AND quarter < span.until`;
  return [
    Prisma.sql`DELETE FROM stats_open USING ${rows} WHERE ${within}`,
    Prisma.sql`INSERT INTO stats_open (quarter, hash)
      SELECT quarter, hash FROM (${openBefore(last.until)}) AS open JOIN ${rows} ON ${within}`,
    Prisma.sql`DELETE FROM stats USING ${rows} WHERE part = 'kept' AND ${within}`,
    Prisma.sql`INSERT INTO stats (quarter, part, measure, count)
      SELECT quarter, 'kept', measure, count FROM (${countsOf(createdIn(spans))}) AS counted`,
  ];
}
