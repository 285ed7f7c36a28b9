import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { actorNames } from "@/lib/scenarios/actor-names";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { type VersionDetailView, versionNumberSchema } from "@/lib/scenarios/schemas";
import { versionView } from "@/lib/scenarios/version-view";

/** A published version with its graph. 404 when the scenario or the version is not there. */
export async function getVersion({
  id,
  number,
}: {
  actor: Actor;
  id: string;
  number: string | undefined;
}): Promise<VersionDetailView> {
  const scenario = await findScenarioHead(db(), id);
  const parsed = versionNumberSchema.safeParse(number);
  if (!parsed.success) throw noVersion();
  const row = await db().scenarioVersion.findUnique({
    where: { scenarioId_number: { scenarioId: id, number: parsed.data } },
  });
  if (!row) throw noVersion();
  const who = await actorNames(db(), [row.createdBy]);
  const graph = JSON.parse(row.graph) as Graph;
  return { ...versionView(row, { scenario, who, nodeCount: graph.nodes.length }), graph };
}

const noVersion = () => notFound("version");
