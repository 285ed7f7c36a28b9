import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { refuseWrongValues } from "@/lib/scenarios/check-config";
import { lockScenario, viewOf } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { saveDraftSchema } from "@/lib/scenarios/schemas";
import { requireRevision, storeDraft } from "@/lib/scenarios/store-draft";
import { extractSecrets } from "@/lib/secrets/extract";

/**
 * Saves the draft that was made from `baseRevision`. A stale one gets 409 `stale_revision` with the
 * current revision and overwrites nothing; one that is too large 413 `draft_too_large`. `lenient`
 * keeps wrong values as problems, where they are refused otherwise unless the draft has them already.
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
  return db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    const previous = JSON.parse(scenario.draft) as Graph;
    if (scenario.revision === baseRevision + 1) {
      // The answer to this very save may have been lost: repeated, it has happened already.
      const stored = { scenarioId: id, graph, previous, createdBy: actor.id };
      const same = JSON.stringify(await extractSecrets(tx, stored));
      if (same === scenario.draft) return viewOf(tx, scenario);
    }
    requireRevision(scenario, baseRevision);
    if (!lenient) refuseWrongValues(graph, previous);
    return storeDraft(tx, { actor, scenario, graph, lenient });
  });
}
