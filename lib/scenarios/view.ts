import type { ScenarioModel as Scenario } from "@/lib/generated/prisma/models/Scenario";
import type { Graph } from "@/lib/scenarios/graph";
import type { ScenarioView } from "@/lib/scenarios/schemas";
import { validateGraph } from "@/lib/scenarios/validate";

/** A scenario as the API shows it, with the problems that stand against activating its draft. */
export function scenarioView(
  row: Scenario,
  { publishedVersion, updatedBy }: Pick<ScenarioView, "publishedVersion" | "updatedBy">,
): ScenarioView {
  const graph = JSON.parse(row.draft) as Graph;
  return {
    id: row.id,
    name: row.name,
    status: row.status as ScenarioView["status"],
    revision: row.revision,
    publishedVersion,
    draftBaseVersion: row.draftBaseVersion,
    hasUnpublishedChanges: row.hasUnpublishedChanges,
    graph,
    problems: validateGraph(graph),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy,
  };
}
