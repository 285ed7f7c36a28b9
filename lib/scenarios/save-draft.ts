import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { refuseWrongValues } from "@/lib/scenarios/check-config";
import { lockScenario, viewOf } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { saveDraftSchema } from "@/lib/scenarios/schemas";
import { extractSecrets } from "@/lib/secrets/extract";

/**
 * Saves the draft that was made from `baseRevision`. A stale one gets 409 `stale_revision` with the
 * current revision and overwrites nothing. `lenient` keeps wrong values as problems.
 */
export async function saveDraft({
  actor,
  id,
  input,
  lenient = false,
}: {
  actor: Actor;
  id: string;
  input: unknown;
  lenient?: boolean;
}) {
  const { baseRevision, graph } = parseInput(saveDraftSchema, input);
  if (!lenient) refuseWrongValues(graph);
  return db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    const previous = JSON.parse(scenario.draft) as Graph;
    if (scenario.revision === baseRevision + 1) {
      // The answer to this very save may have been lost: repeated, it has happened already.
      const same = JSON.stringify(await extractSecrets(tx, { scenarioId: id, graph, previous }));
      if (same === scenario.draft) return viewOf(tx, scenario);
    }
    if (scenario.revision !== baseRevision) {
      throw new AppError(
        "stale_revision",
        `This draft was made from revision ${baseRevision}; the scenario is at revision ${scenario.revision}.`,
        undefined,
        { currentRevision: scenario.revision },
      );
    }
    const draft = JSON.stringify(await extractSecrets(tx, { scenarioId: id, graph, previous }));
    const published = scenario.publishedVersionId
      ? await tx.scenarioVersion.findUnique({ where: { id: scenario.publishedVersionId } })
      : null;
    const row = await tx.scenario.update({
      where: { id },
      data: {
        draft,
        revision: { increment: 1 },
        hasUnpublishedChanges: draft !== published?.graph,
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
  });
}
