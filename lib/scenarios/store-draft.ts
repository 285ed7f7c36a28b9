import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db";
import type { ScenarioModel as Scenario } from "@/lib/generated/prisma/models/Scenario";
import { AppError } from "@/lib/http/errors";
import { draftText } from "@/lib/scenarios/draft-text";
import { viewOf } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { extractSecrets } from "@/lib/secrets/extract";
import { refuseMovedSecrets } from "@/lib/secrets/moved";

/** 409 `stale_revision` with the current revision when the draft was saved since `baseRevision`. */
export function requireRevision(scenario: Scenario, baseRevision: number): void {
  if (scenario.revision === baseRevision) return;
  throw new AppError(
    "stale_revision",
    `This draft was made from revision ${baseRevision}; the scenario is at revision ${scenario.revision}.`,
    undefined,
    { currentRevision: scenario.revision },
  );
}

/**
 * Stores the next revision of the draft of a scenario that the transaction has locked: the one way
 * a draft changes. A draft that is the same as a published version from then on stems from it. 413
 * `draft_too_large` beyond `DRAFT_MAX_BYTES`. A stored secret that would go elsewhere than it was
 * entered for is refused, or, `lenient`ly, kept for publishing and tests to refuse.
 */
export async function storeDraft(
  tx: Db,
  {
    actor,
    scenario,
    graph,
    lenient,
    saveHash = null,
  }: {
    actor: Actor;
    scenario: Scenario;
    graph: Graph;
    lenient: boolean;
    saveHash?: string | null;
  },
) {
  const { id } = scenario;
  const previous = JSON.parse(scenario.draft) as Graph;
  const createdBy = actor.id;
  const stored = await extractSecrets(tx, { scenarioId: id, graph, previous, createdBy });
  if (!lenient) await refuseMovedSecrets(tx, { graph: stored, previous, actor });
  const draft = draftText(stored);
  // PostgreSQL compares the lengths first: it reads only a graph that is as long.
  const same = await tx.scenarioVersion.findMany({
    where: { scenarioId: id, number: { not: null }, graph: draft },
    orderBy: { number: "desc" },
    select: { id: true, number: true },
  });
  const live = same.find((version) => version.id === scenario.publishedVersionId);
  const base = (live ?? same[0])?.number ?? scenario.draftBaseVersion;
  const row = await tx.scenario.update({
    where: { id },
    data: {
      draft,
      revision: { increment: 1 },
      hasUnpublishedChanges: live === undefined,
      draftBaseVersion: base,
      updatedBy: actor.id,
      lastSaveHash: saveHash,
    },
  });
  await writeAudit(tx, {
    actor,
    action: "scenario.saved",
    targetType: "scenario",
    targetId: id,
    detail: `revision ${row.revision}`,
  });
  return viewOf(tx, row);
}
