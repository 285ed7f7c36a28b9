import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { actorNames, nameOfActor } from "@/lib/scenarios/actor-names";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";
import { type PresenceView, presenceSchema } from "@/lib/scenarios/schemas";

/** A tab not heard of for so long is closed, asleep or offline. */
export const PRESENCE_MS = 15_000;

/**
 * Notes that a tab has a scenario open, and answers which others have. Not audited: nothing of the
 * scenario changes. 404 for an unknown scenario.
 */
export async function reportPresence({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input: unknown;
}): Promise<PresenceView> {
  const { tabId } = parseInput(presenceSchema, input);
  const scenario = await findScenarioHead(db(), id);
  const name = await nameOfActor(db(), actor);
  const now = new Date();
  const goneBefore = new Date(now.getTime() - PRESENCE_MS);
  // Of every scenario, so that none keeps rows for ever; locked rows are another request's to remove.
  await db().$executeRaw`
    DELETE FROM scenario_editors WHERE (scenario_id, tab_id) IN (
      SELECT scenario_id, tab_id FROM scenario_editors
      WHERE last_seen_at < ${goneBefore.toISOString()}::timestamptz FOR UPDATE SKIP LOCKED)`;
  // One statement: two requests of a tab at once must not both insert.
  await db().$executeRaw`
    INSERT INTO scenario_editors (scenario_id, tab_id, actor_id, actor_name, since, last_seen_at)
    VALUES (${id}, ${tabId}, ${actor.id}, ${name},
      ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)
    ON CONFLICT (scenario_id, tab_id) DO UPDATE SET
      actor_id = excluded.actor_id, actor_name = excluded.actor_name,
      last_seen_at = excluded.last_seen_at`;
  const others = await db().scenarioEditor.findMany({
    where: { scenarioId: id, tabId: { not: tabId }, lastSeenAt: { gte: goneBefore } },
    orderBy: [{ since: "asc" }, { tabId: "asc" }],
  });
  const saved = (await actorNames(db(), [scenario.updatedBy]))(scenario.updatedBy);
  return {
    others: others.map((row) => ({
      name: row.actorName,
      isYou: row.actorId === actor.id,
      since: row.since.toISOString(),
    })),
    revision: scenario.revision,
    lastSavedBy: saved && { name: saved.name },
  };
}
