import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { draftText } from "@/lib/scenarios/draft-text";
import { viewOf } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { extractSecrets } from "@/lib/secrets/extract";

/**
 * Writes a new scenario as a draft: the one way a scenario comes to be, whatever it is made from. 413
 * `draft_too_large` beyond `DRAFT_MAX_BYTES`.
 */
export async function insertScenario(
  tx: Db,
  {
    actor,
    id = newId("scenario"),
    name,
    graph,
    madeFrom,
  }: { actor: Actor; id?: string; name: string; graph: Graph; madeFrom?: string },
) {
  const by = { createdBy: actor.id, updatedBy: actor.id };
  await tx.scenario.create({ data: { id, name, draft: "{}", ...by } });
  const stored = await extractSecrets(tx, {
    scenarioId: id,
    graph,
    previous: null,
    createdBy: actor.id,
  });
  const row = await tx.scenario.update({
    where: { id },
    data: { draft: draftText(stored) },
  });
  await writeAudit(tx, {
    actor,
    action: "scenario.created",
    targetType: "scenario",
    targetId: id,
    detail: madeFrom === undefined ? name : `${name} (${madeFrom})`,
  });
  return viewOf(tx, row);
}
