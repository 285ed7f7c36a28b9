import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { lockScenario } from "@/lib/scenarios/find-scenario";

const REASON = "The scenario was deleted.";

/** Deletes a scenario. Its history stays readable; what still waited to be sent is cancelled. */
export async function deleteScenario({ actor, id }: { actor: Actor; id: string }): Promise<void> {
  await db().$transaction(async (tx) => {
    await lockScenario(tx, id);
    const now = new Date();
    await tx.scenario.update({
      where: { id },
      data: { deletedAt: now, status: "paused", liveTrigger: null },
    });
    // Runs first: one that moves on meanwhile holds its row, and what it starts is seen after it.
    await tx.run.updateMany({
      where: { scenarioId: id, status: "running" },
      data: { status: "cancelled", completedAt: now },
    });
    await tx.runStep.updateMany({
      where: { run: { scenarioId: id }, status: "waiting" },
      data: { status: "cancelled", reason: REASON, completedAt: now },
    });
    await tx.delivery.updateMany({
      where: { scenarioId: id, status: { in: ["pending", "retrying", "sending"] } },
      data: {
        status: "cancelled",
        nextAttemptAt: null,
        completedAt: now,
      },
    });
    await writeAudit(tx, {
      actor,
      action: "scenario.deleted",
      targetType: "scenario",
      targetId: id,
    });
  });
}
