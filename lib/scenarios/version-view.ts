import type { ScenarioVersionModel as ScenarioVersion } from "@/lib/generated/prisma/models/ScenarioVersion";
import type { ScenarioHead } from "@/lib/scenarios/find-scenario";
import type { VersionView, Who } from "@/lib/scenarios/schemas";

/** A published version as the API shows it. */
export function versionView(
  row: Omit<ScenarioVersion, "graph">,
  {
    scenario,
    who,
    nodeCount,
  }: { scenario: ScenarioHead; who: (id: string | null) => Who | null; nodeCount: number },
): VersionView {
  return {
    number: row.number ?? 0,
    createdAt: row.createdAt.toISOString(),
    createdBy: who(row.createdBy),
    isLive: row.id === scenario.publishedVersionId,
    nodeCount,
  };
}
