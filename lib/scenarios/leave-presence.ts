import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";
import { presenceSchema } from "@/lib/scenarios/schemas";

/** A tab of the actor's own no longer has a scenario open. 404 for an unknown scenario. */
export async function leavePresence({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input: unknown;
}): Promise<void> {
  const { tabId } = parseInput(presenceSchema, input);
  await findScenarioHead(db(), id);
  await db().scenarioEditor.deleteMany({ where: { scenarioId: id, tabId, actorId: actor.id } });
}
