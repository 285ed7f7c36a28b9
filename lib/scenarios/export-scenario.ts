import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { type ScenarioExport, toExport } from "@/lib/scenarios/export-format";
import { findScenario } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";

/** The draft as a document that holds no secret and names where each was. 404 when it is not there. */
export async function exportScenario({
  id,
}: {
  actor: Actor;
  id: string;
}): Promise<ScenarioExport> {
  const { name, draft } = await findScenario(db(), id);
  return toExport({ name, graph: JSON.parse(draft) as Graph, now: new Date() });
}
