import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { refuseWrongValues } from "@/lib/scenarios/check-config";
import { createScenarioSchema } from "@/lib/scenarios/schemas";
import { scenarioView } from "@/lib/scenarios/view";
import { extractSecrets } from "@/lib/secrets/extract";

/** Creates a scenario as a draft. `lenient` keeps wrong values as problems instead of refusing them. */
export async function createScenario({
  actor,
  input,
  lenient = false,
}: {
  actor: Actor;
  input: unknown;
  lenient?: boolean;
}) {
  const { name, graph } = parseInput(createScenarioSchema, input);
  if (!lenient) refuseWrongValues(graph);
  const row = await db().$transaction(async (tx) => {
    const id = newId("scenario");
    await tx.scenario.create({ data: { id, name, draft: "{}", createdBy: actor.id } });
    const stored = await extractSecrets(tx, { scenarioId: id, graph, previous: null });
    const row = await tx.scenario.update({
      where: { id },
      data: { draft: JSON.stringify(stored) },
    });
    await writeAudit(tx, {
      actor,
      action: "scenario.created",
      targetType: "scenario",
      targetId: id,
      detail: name,
    });
    return row;
  });
  return scenarioView(row, null);
}
