import "server-only";
import type { Db } from "@/lib/db";
import type { ScenarioModel as Scenario } from "@/lib/generated/prisma/models/Scenario";
import { notFound } from "@/lib/http/errors";
import { actorNames } from "@/lib/scenarios/actor-names";
import type { ScenarioView } from "@/lib/scenarios/schemas";
import { scenarioView } from "@/lib/scenarios/view";

export type ScenarioHead = Omit<Scenario, "draft">;

/**
 * The scenario, locked until the end of the transaction. 404 when it is not there or deleted. What
 * only refers to it, as runs and the health of targets do, goes on meanwhile: it would be waited for
 * by an edit, and a delivery that ends while its scenario is deleted would be a deadlock.
 */
export async function lockScenario(tx: Db, id: string): Promise<Scenario> {
  await tx.$queryRaw`SELECT id FROM scenarios WHERE id = ${id} FOR NO KEY UPDATE`;
  return findScenario(tx, id);
}

/** The scenario as it is. 404 when it is not there or deleted. */
export async function findScenario(db: Db, id: string): Promise<Scenario> {
  const row = await db.scenario.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound("scenario");
  return row;
}

/** The scenario without its draft, which may be large. 404 when it is not there or deleted. */
export async function findScenarioHead(db: Db, id: string): Promise<ScenarioHead> {
  const row = await db.scenario.findFirst({
    where: { id, deletedAt: null },
    omit: { draft: true },
  });
  if (!row) throw notFound("scenario");
  return row;
}

/** A scenario as the API shows it. */
export async function viewOf(db: Db, row: Scenario): Promise<ScenarioView> {
  const view = await viewer(db, [row]);
  return view(row);
}

/** Shows each of these scenarios with the number of its published version and who saved it last. */
export async function viewer(
  db: Db,
  rows: readonly Scenario[],
): Promise<(row: Scenario) => ScenarioView> {
  const versions = await db.scenarioVersion.findMany({
    where: { id: { in: rows.flatMap((row) => row.publishedVersionId ?? []) } },
    select: { id: true, number: true },
  });
  const numbers = new Map(versions.map((version) => [version.id, version.number]));
  const who = await actorNames(
    db,
    rows.map((row) => row.updatedBy),
  );
  return (row) =>
    scenarioView(row, {
      publishedVersion: numbers.get(row.publishedVersionId ?? "") ?? null,
      updatedBy: who(row.updatedBy),
    });
}
