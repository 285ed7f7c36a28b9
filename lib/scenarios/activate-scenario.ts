import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { getPreferences } from "@/lib/instance/preferences";
import { lockScenario, viewOf } from "@/lib/scenarios/find-scenario";
import { type Graph, triggerNode } from "@/lib/scenarios/graph";
import { requireAllowedAddresses } from "@/lib/scenarios/require-allowed";
import { requireValid } from "@/lib/scenarios/require-valid";
import { activateScenarioSchema } from "@/lib/scenarios/schemas";
import { requireRevision } from "@/lib/scenarios/store-draft";
import { requireOwnOrigins } from "@/lib/secrets/moved";
import { versionPublished } from "@/lib/targets/version-published";

/**
 * Publishes the draft as an immutable version and makes it live. 422 with every problem when it has
 * any, and nothing changes. A draft that is live already makes no second version: however often it
 * is clicked, it is one operation. With `expectedVersion`, 409 `conflict` and `currentVersion` when
 * another version was published meanwhile; with `expectedRevision`, 409 `stale_revision` when the
 * draft is another one than the caller has seen.
 */
export async function activateScenario({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input?: unknown;
}) {
  const { expectedVersion, expectedRevision } = parseInput(activateScenarioSchema, input ?? {});
  return db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    const graph = JSON.parse(scenario.draft) as Graph;
    requireValid(graph);
    const published = scenario.publishedVersionId
      ? await tx.scenarioVersion.findUnique({ where: { id: scenario.publishedVersionId } })
      : null;
    if (published?.graph === scenario.draft && scenario.status === "active")
      return viewOf(tx, scenario);
    // Asked after that: the second of two clicks expects the version that the first replaced.
    requireVersion(published?.number ?? null, expectedVersion);
    await requireAllowedAddresses(graph, (await getPreferences(tx)).outgoing);
    if (expectedRevision !== undefined) requireRevision(scenario, expectedRevision);
    // What was published once may be switched on again as it is.
    if (published?.graph !== scenario.draft) await requireOwnOrigins(tx, { graph, actor });
    let version = published;
    if (published?.graph !== scenario.draft) {
      const last = await tx.scenarioVersion.aggregate({
        where: { scenarioId: id },
        _max: { number: true },
      });
      version = await tx.scenarioVersion.create({
        data: {
          id: newId("version"),
          scenarioId: id,
          number: (last._max.number ?? 0) + 1,
          graph: scenario.draft,
          createdBy: actor.id,
        },
      });
    }
    const row = await tx.scenario.update({
      where: { id },
      data: {
        status: "active",
        publishedVersionId: version?.id ?? null,
        hasUnpublishedChanges: false,
        draftBaseVersion: version?.number ?? null,
        liveTrigger: triggerNode(graph)?.operation ?? null,
      },
    });
    if (published)
      await versionPublished(tx, { scenarioId: id, before: published.graph, after: graph });
    await writeAudit(tx, {
      actor,
      action: "scenario.activated",
      targetType: "scenario",
      targetId: id,
      detail: `version ${version?.number}`,
    });
    return viewOf(tx, row);
  });
}

function requireVersion(current: number | null, expected: number | null | undefined): void {
  if (expected === undefined || expected === current) return;
  const now = current === null ? "no version is published" : `version ${current} is published`;
  throw new AppError(
    "conflict",
    `Meanwhile ${now}. Look at what it changed before you publish over it.`,
    undefined,
    { currentVersion: current },
  );
}
