import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { actorNames } from "@/lib/scenarios/actor-names";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";
import type { DraftAuthorView } from "@/lib/scenarios/schemas";

/**
 * Who has saved the draft since the live version was published, the latest first; without one, since
 * the scenario was made. Those whose account or key is gone are left out. 404 for an unknown scenario.
 */
export async function listDraftAuthors({
  id,
}: {
  actor: Actor;
  id: string;
}): Promise<{ items: DraftAuthorView[] }> {
  const { publishedVersionId } = await findScenarioHead(db(), id);
  const published = publishedVersionId
    ? await db().scenarioVersion.findUnique({
        where: { id: publishedVersionId },
        select: { createdAt: true },
      })
    : null;
  const saves = await db().auditEntry.groupBy({
    by: ["actorId"],
    where: {
      targetType: "scenario",
      targetId: id,
      action: "scenario.saved",
      ...(published ? { createdAt: { gt: published.createdAt } } : {}),
    },
    _max: { createdAt: true },
    orderBy: { _max: { createdAt: "desc" } },
  });
  const who = await actorNames(
    db(),
    saves.map(({ actorId }) => actorId),
  );
  const items = saves.flatMap(({ actorId, _max }): DraftAuthorView[] => {
    const author = who(actorId);
    return author && _max.createdAt ? [{ ...author, savedAt: _max.createdAt.toISOString() }] : [];
  });
  return { items };
}
