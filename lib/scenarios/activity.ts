import "server-only";
import { encodeTime } from "ulid";
import type { Db } from "@/lib/db";
import { idPrefixes } from "@/lib/ids";
import type { ScenarioActivity } from "@/lib/scenarios/schemas";

const DAYS = 7;
const DAY_MS = 24 * 3600 * 1000;
/** How far a row's time may lie behind the one in its id, which another clock may have made. */
const CLOCKS_MS = DAY_MS;

interface LastRun {
  scenarioId: string;
  id: string;
  status: NonNullable<ScenarioActivity["lastRun"]>["status"];
  isTest: boolean;
  createdAt: Date;
}

interface DayCount {
  scenarioId: string;
  /** Whole periods of 24 hours between the run and now. */
  daysAgo: number;
  succeeded: number;
  failed: number;
}

/**
 * How each of these scenarios has fared until `now`: its newest run, and what ended how over seven
 * days. Two statements, whatever the number of scenarios; neither reads more than these rows.
 */
export async function activityOf(
  db: Db,
  scenarioIds: readonly string[],
  now: Date,
): Promise<(scenarioId: string) => ScenarioActivity> {
  const lastRuns = new Map(
    (await findLastRuns(db, scenarioIds)).map((run) => [run.scenarioId, run]),
  );
  const counts = new Map(
    (await countByDay(db, scenarioIds, now)).map((count) => [
      `${count.scenarioId} ${count.daysAgo}`,
      count,
    ]),
  );
  return (scenarioId) => {
    const last = lastRuns.get(scenarioId);
    const days = Array.from({ length: DAYS }, (_, index) => {
      const daysAgo = DAYS - 1 - index;
      const found = counts.get(`${scenarioId} ${daysAgo}`);
      return {
        since: new Date(now.getTime() - (daysAgo + 1) * DAY_MS).toISOString(),
        succeeded: found?.succeeded ?? 0,
        failed: found?.failed ?? 0,
      };
    });
    return {
      lastRun: last
        ? {
            id: last.id,
            status: last.status,
            isTest: last.isTest,
            createdAt: last.createdAt.toISOString(),
          }
        : null,
      last7Days: {
        succeeded: days.reduce((sum, day) => sum + day.succeeded, 0),
        failed: days.reduce((sum, day) => sum + day.failed, 0),
        days,
      },
    };
  };
}

function findLastRuns(db: Db, scenarioIds: readonly string[]): Promise<LastRun[]> {
  return db.$queryRaw<LastRun[]>`
    SELECT run.* FROM unnest(${scenarioIds}::text[]) AS wanted(id) CROSS JOIN LATERAL (
      SELECT scenario_id AS "scenarioId", id, status, is_test AS "isTest", created_at AS "createdAt"
      FROM runs WHERE scenario_id = wanted.id ORDER BY runs.id DESC LIMIT 1) AS run`;
}

/** Ids sort by their time: the condition on them spares the runs of the years before. */
function countByDay(db: Db, scenarioIds: readonly string[], now: Date): Promise<DayCount[]> {
  const sinceMs = now.getTime() - DAYS * DAY_MS;
  const firstId = `${idPrefixes.run}_${encodeTime(sinceMs - CLOCKS_MS).toLowerCase()}`;
  return db.$queryRaw<DayCount[]>`
    SELECT scenario_id AS "scenarioId",
      floor(extract(epoch FROM ${now.toISOString()}::timestamptz - created_at) / 86400)::int
        AS "daysAgo",
      count(*) FILTER (WHERE status = 'succeeded')::int AS succeeded,
      count(*) FILTER (WHERE status = 'failed')::int AS failed
    FROM runs
    WHERE scenario_id = ANY(${scenarioIds}::text[]) AND id >= ${firstId}
      AND created_at > ${new Date(sinceMs).toISOString()}::timestamptz
      AND created_at <= ${now.toISOString()}::timestamptz
      AND NOT is_test
    GROUP BY 1, 2`;
}
