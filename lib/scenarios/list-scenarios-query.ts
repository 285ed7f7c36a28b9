import "server-only";
import { containsText } from "@/lib/contains-text";
import type { Db } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { CLOCK_SLACK_MS } from "@/lib/http/page";
import { firstIdAt } from "@/lib/ids";
import type { SortedPlace } from "@/lib/scenarios/list-scenarios-cursor";
import type { ListScenariosInput, ScenarioSort } from "@/lib/scenarios/schemas";

type Sql = ReturnType<typeof Prisma.sql>;
type Filters = Pick<ListScenariosInput, "q" | "status" | "attention">;

const DAY_MS = 86_400_000;

/**
 * The next `take` places of the list after a place, or before it with `isBack` and then the nearest
 * first. Problems are no business of the database: `attention: "problems"` filters nothing here.
 */
export function findPlaces(
  db: Db,
  {
    filters,
    sort,
    after,
    isBack,
    take,
    now,
  }: {
    filters: Filters;
    sort: ScenarioSort;
    after: SortedPlace | null;
    isBack: boolean;
    take: number;
    now: Date;
  },
): Promise<SortedPlace[]> {
  const isDescending = sort.startsWith("-") !== isBack;
  const direction = isDescending ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const beyond = isDescending ? Prisma.sql`<` : Prisma.sql`>`;
  const start = after
    ? Prisma.sql`WHERE (key, id) ${beyond} (${after.key}, ${after.id})`
    : Prisma.empty;
  return db.$queryRaw<SortedPlace[]>`
    SELECT id, key FROM (
      SELECT id, ${keyOf(sort)} COLLATE "C" AS key FROM scenarios
      WHERE ${Prisma.join(conditions(filters, now), " AND ")}) AS listed
    ${start} ORDER BY key ${direction}, id ${direction} LIMIT ${take}`;
}

/** What an order compares, as text that sorts by its characters. */
function keyOf(sort: ScenarioSort): Sql {
  switch (sort) {
    case "-created":
      return Prisma.sql`id`;
    case "name":
    case "-name":
      return Prisma.sql`lower(name)`;
    case "updated":
    case "-updated":
      return Prisma.sql`to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;
    case "lastRun":
    case "-lastRun":
      // Ids sort by their time; read from the index of the scenario's runs, which ends at the first.
      return Prisma.sql`coalesce((SELECT runs.id FROM runs WHERE runs.scenario_id = scenarios.id
        ORDER BY runs.id DESC LIMIT 1), '')`;
  }
}

function conditions({ q, status, attention }: Filters, now: Date): Sql[] {
  const all = [Prisma.sql`deleted_at IS NULL`];
  if (q) all.push(Prisma.sql`name ILIKE ${`%${containsText(q).contains}%`}`);
  if (status === "inactive") all.push(Prisma.sql`status <> 'active'`);
  else if (status) all.push(Prisma.sql`status = ${status}`);
  if (attention === "unpublished")
    all.push(Prisma.sql`published_version_id IS NOT NULL AND has_unpublished_changes`);
  if (attention === "failing")
    all.push(Prisma.sql`status = 'active' AND scenarios.id IN (${failing(now)})`);
  return all;
}

/** As `failingScenarios` has it for the overview: the list that its figure leads to has to agree. */
function failing(now: Date): Sql {
  const since = new Date(now.getTime() - DAY_MS);
  const end = firstIdAt("delivery", now.getTime() + DAY_MS);
  return Prisma.sql`
    SELECT node.scenario_id FROM (
      SELECT scenario_id, node_id, max(id) AS newest FROM deliveries
      WHERE status IN ('failed', 'retrying') AND NOT is_test
        AND id >= ${firstIdAt("delivery", since.getTime() - CLOCK_SLACK_MS)}
        AND created_at >= ${since.toISOString()}::timestamptz
      GROUP BY 1, 2) AS node
    LEFT JOIN LATERAL (
      SELECT true AS arrived FROM deliveries AS later
      WHERE (later.scenario_id, later.id) > (node.scenario_id, node.newest)
        AND (later.scenario_id, later.id) < (node.scenario_id, ${end})
        AND later.node_id = node.node_id AND later.status = 'succeeded' AND NOT later.is_test
      ORDER BY later.scenario_id, later.id LIMIT 1) AS success ON true
    WHERE arrived IS NULL`;
}
