import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { lockScenario, viewOf } from "@/lib/scenarios/find-scenario";
import { renameScenarioSchema } from "@/lib/scenarios/schemas";

/** Gives a scenario another name; its draft and revision stay as they are. */
export async function renameScenario({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input: unknown;
}) {
  const { name } = parseInput(renameScenarioSchema, input);
  return db().$transaction(async (tx) => {
    await lockScenario(tx, id);
    const row = await tx.scenario.update({ where: { id }, data: { name } });
    await writeAudit(tx, {
      actor,
      action: "scenario.renamed",
      targetType: "scenario",
      targetId: id,
      detail: name,
    });
    return viewOf(tx, row);
  });
}
