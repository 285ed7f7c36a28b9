import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { refuseWrongValues } from "@/lib/scenarios/check-config";
import { lockScenario, viewOf } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { saveHash } from "@/lib/scenarios/save-hash";
import { saveDraftSchema } from "@/lib/scenarios/schemas";
import { requireRevision, storeDraft } from "@/lib/scenarios/store-draft";

/**
 * Saves the draft that was made from `baseRevision`. A stale one gets 409 `stale_revision` with the
 * current revision and overwrites nothing; one that is too large 413 `draft_too_large`. The very same
 * save repeated, its first answer lost, gets that answer again; it is known by what was sent and not by
 * what is stored, which would tell whether a guess at a secret is right. `lenient` keeps wrong values as
 * problems, where they are refused otherwise unless the draft has them already.
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
  const hash = saveHash({ actor, baseRevision, graph });
  return db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    const isRepeat = scenario.revision === baseRevision + 1 && scenario.lastSaveHash === hash;
    if (isRepeat) return viewOf(tx, scenario);
    requireRevision(scenario, baseRevision);
    if (!lenient) refuseWrongValues(graph, JSON.parse(scenario.draft) as Graph);
    return storeDraft(tx, { actor, scenario, graph, lenient, saveHash: hash });
  });
}
