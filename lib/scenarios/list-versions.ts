import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { actorNames } from "@/lib/scenarios/actor-names";
import { countNodes } from "@/lib/scenarios/count-nodes";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";
import { listVersionsSchema, type VersionView } from "@/lib/scenarios/schemas";
import { versionView } from "@/lib/scenarios/version-view";

/** The published versions of a scenario, newest first. 404 for an unknown scenario. */
export async function listVersions({
  id,
  query,
}: {
  actor: Actor;
  id: string;
  query: unknown;
}): Promise<{ items: VersionView[]; nextCursor: string | null }> {
  const { limit, cursor } = parseInput(listVersionsSchema, query);
  const scenario = await findScenarioHead(db(), id);
  const rows = await db().scenarioVersion.findMany({
    where: {
      scenarioId: id,
      number: cursor === undefined ? { not: null } : { lt: Number(cursor) },
    },
    omit: { graph: true },
    orderBy: { number: "desc" },
    take: limit + 1,
  });
  const items = rows.slice(0, limit);
  const who = await actorNames(
    db(),
    items.map((row) => row.createdBy),
  );
  const nodeCounts = await countNodes(
    db(),
    items.map(({ id }) => id),
  );
  return {
    items: items.map((row) =>
      versionView(row, { scenario, who, nodeCount: nodeCounts.get(row.id) ?? 0 }),
    ),
    nextCursor: rows.length > limit ? String(items.at(-1)?.number) : null,
  };
}
