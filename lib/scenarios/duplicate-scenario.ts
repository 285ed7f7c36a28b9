import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { refuseWrongValues } from "@/lib/scenarios/check-config";
import { copySecrets } from "@/lib/scenarios/copy-secrets";
import { findScenario } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { insertScenario } from "@/lib/scenarios/insert-scenario";
import { duplicateScenarioSchema, SCENARIO_NAME_MAX_LENGTH } from "@/lib/scenarios/schemas";

/**
 * Makes a new draft of a scenario's draft, with secrets of its own; or of the caller's `graph`, which
 * may refer to the scenario's secrets: what could not be saved over another's work is kept that way.
 * `lenient` keeps wrong values of that graph as problems.
 */
export async function duplicateScenario({
  actor,
  id: from,
  input,
  lenient = false,
}: {
  actor: Actor;
  id: string;
  input?: unknown;
  lenient?: boolean;
}) {
  const given = parseInput(duplicateScenarioSchema, input ?? {}).graph;
  if (given && !lenient) refuseWrongValues(given);
  return db().$transaction(async (tx) => {
    const { name, draft } = await findScenario(tx, from);
    const id = newId("scenario");
    const graph = await copySecrets(tx, given ?? (JSON.parse(draft) as Graph), { from, to: id });
    return insertScenario(tx, {
      actor,
      id,
      name: copyName(name),
      graph,
      madeFrom: `copy of ${from}`,
    });
  });
}

/** "Copy of …", as long as a name may be; a cut never leaves half a character. */
function copyName(name: string): string {
  const cut = `Copy of ${name}`.slice(0, SCENARIO_NAME_MAX_LENGTH);
  return cut.replace(/[\uD800-\uDBFF]$/, "").trimEnd();
}
