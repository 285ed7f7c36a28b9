import "server-only";
import type { Db } from "@/lib/db";

/**
 * How many nodes each of these versions has, by its id. Counted in the database: a page of versions of
 * a large scenario is megabytes of graphs.
 */
export async function countNodes(
  db: Db,
  versionIds: readonly string[],
): Promise<Map<string, number>> {
  // PostgreSQL does not read half a surrogate pair, which a text that was cut may end with: where there
  // is such an escape, all escapes are left out. They are in texts alone, and texts are not counted.
  const rows = await db.$queryRaw<{ id: string; nodes: number }[]>`
    SELECT id, json_array_length(
      CASE WHEN strpos(graph, '\\ud') = 0 THEN graph
        ELSE regexp_replace(graph, '\\\\(u[0-9a-f]{4}|.)', '', 'g') END::json -> 'nodes') AS nodes
    FROM scenario_versions WHERE id = ANY(${versionIds}::text[])`;
  return new Map(rows.map(({ id, nodes }) => [id, nodes]));
}
