import type { ScenarioModel as Scenario } from "@/lib/generated/prisma/models/Scenario";
import type { ScenarioVersionModel as ScenarioVersion } from "@/lib/generated/prisma/models/ScenarioVersion";
import type { Graph } from "@/lib/scenarios/graph";
import type { VersionView, Who } from "@/lib/scenarios/schemas";

/** A published version as the API shows it. */
export function versionView(
  row: ScenarioVersion,
  scenario: Scenario,
  who: (id: string | null) => Who | null,
): VersionView {
  return {
    number: row.number ?? 0,
    createdAt: row.createdAt.toISOString(),
    createdBy: who(row.createdBy),
    isLive: row.id === scenario.publishedVersionId,
    nodeCount: (JSON.parse(row.graph) as Graph).nodes.length,
  };
}
