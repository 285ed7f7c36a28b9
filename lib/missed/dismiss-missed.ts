import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { chooseMissedSchema, type DismissedMissedView } from "@/lib/missed/schemas";
import { unknownMissed } from "@/lib/missed/unknown-missed";
import { openMissed } from "@/lib/missed/where";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";

/**
 * Takes a scenario's missed events, or the chosen ones, off its list without sending them. Tells which
 * of the chosen ones it does not know.
 */
export async function dismissMissed({
  actor,
  scenarioId,
  input,
}: {
  actor: Actor;
  scenarioId: string;
  input?: unknown;
}): Promise<DismissedMissedView> {
  const { ids } = parseInput(chooseMissedSchema, input ?? {});
  return db().$transaction(async (tx) => {
    await findScenarioHead(tx, scenarioId);
    const notFound = await unknownMissed(tx, scenarioId, ids);
    const { count } = await tx.missedEvent.updateMany({
      where: { scenarioId, ...openMissed, ...(ids ? { id: { in: ids } } : {}) },
      data: { dismissedAt: new Date() },
    });
    if (count > 0) {
      await writeAudit(tx, {
        actor,
        action: "missed.dismissed",
        targetType: "scenario",
        targetId: scenarioId,
        detail: { events: count },
      });
    }
    return { dismissed: count, notFound };
  });
}
