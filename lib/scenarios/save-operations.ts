import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { refuseWrongValues } from "@/lib/scenarios/check-config";
import { lockScenario, viewOf } from "@/lib/scenarios/find-scenario";
import { type Graph, graphSchema } from "@/lib/scenarios/graph";
import { saveOperationsSchema } from "@/lib/scenarios/operation-schema";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { applyInOrder } from "@/lib/scenarios/refused-operation";
import { saveHash } from "@/lib/scenarios/save-hash";
import { requireRevision, storeDraft } from "@/lib/scenarios/store-draft";

/**
 * Saves edits of the draft that were made from `baseRevision`, all or none. 400 naming the first
 * operation that can't be applied, or each wrong value that they bring; 409 `stale_revision` and 413
 * `draft_too_large` as `saveDraft`. The very same save repeated, its first answer lost, gets that
 * answer again. `lenient` keeps wrong values as problems.
 */
export async function saveOperations({
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
  const { baseRevision, operations } = parseInput(saveOperationsSchema, input);
  const hash = saveHash({ actor, baseRevision, operations });
  return db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    const isRepeat = scenario.revision === baseRevision + 1 && scenario.lastSaveHash === hash;
    if (isRepeat) return viewOf(tx, scenario);
    requireRevision(scenario, baseRevision);
    const draft = JSON.parse(scenario.draft) as Graph;
    const graph = edited(draft, operations);
    if (!lenient) refuseWrongValues(graph, draft);
    return storeDraft(tx, { actor, scenario, graph, lenient, saveHash: hash });
  });
}

function edited(draft: Graph, operations: readonly GraphOperation[]): Graph {
  const applied = applyInOrder(draft, operations);
  if ("reason" in applied) {
    const path = `operations.${applied.index}`;
    const message = applied.reason;
    throw new AppError("invalid_request", `${path}: ${message}`, [{ path, message }]);
  }
  // Each operation is sound by itself; together they may pass a limit or use an id twice.
  return parseInput(z.object({ graph: graphSchema }), { graph: applied.graph }).graph;
}
