import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";
import { mayBind } from "@/lib/secrets/moved";
import type { StoredSecretView } from "@/lib/secrets/schemas";

/** More than a draft can refer to in practice; the newest are those that it does. */
const LIMIT = 2000;

/**
 * What is known of the secrets of a scenario, the newest first; never a value. Former ones of a
 * rotation are not among them. 404 when the scenario is not there.
 */
export async function listSecrets({
  actor,
  scenarioId,
}: {
  actor: Actor;
  scenarioId: string;
}): Promise<{ items: StoredSecretView[] }> {
  await findScenarioHead(db(), scenarioId);
  const rows = await db().secret.findMany({
    where: { scenarioId, successors: { none: {} } },
    select: { id: true, origin: true, createdBy: true, rotatedAt: true, previousUntil: true },
    orderBy: { id: "desc" },
    take: LIMIT,
  });
  const now = new Date();
  return {
    items: rows.map(({ id, origin, createdBy, rotatedAt, previousUntil }) => ({
      id,
      origin,
      mayBind: origin === null && mayBind(actor, createdBy),
      rotatedAt: rotatedAt?.toISOString() ?? null,
      overlapUntil: previousUntil && previousUntil > now ? previousUntil.toISOString() : null,
    })),
  };
}
