import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { lockScenario, viewOf } from "@/lib/scenarios/find-scenario";

/** Stops new runs. Runs under way go on; a scenario that was never live stays a draft. */
export async function deactivateScenario({ actor, id }: { actor: Actor; id: string }) {
  return db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    if (scenario.status !== "active") return viewOf(tx, scenario);
    const row = await tx.scenario.update({ where: { id }, data: { status: "paused" } });
    await writeAudit(tx, {
      actor,
      action: "scenario.deactivated",
      targetType: "scenario",
      targetId: id,
    });
    return viewOf(tx, row);
  });
}
