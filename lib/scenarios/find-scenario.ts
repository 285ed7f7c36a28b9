import "server-only";
import type { Db } from "@/lib/db";
import type { ScenarioModel as Scenario } from "@/lib/generated/prisma/models/Scenario";
import { notFound } from "@/lib/http/errors";
import { scenarioView } from "@/lib/scenarios/view";

/** The scenario, locked until the end of the transaction. 404 when it is not there or deleted. */
export async function lockScenario(tx: Db, id: string): Promise<Scenario> {
  await tx.$queryRaw`SELECT id FROM scenarios WHERE id = ${id} FOR UPDATE`;
  const row = await tx.scenario.findFirst({ where: { id, deletedAt: null } });
  if (!row) throw notFound("scenario");
  return row;
}

/** A scenario as the API shows it, with the number of its published version. */
export async function viewOf(db: Db, row: Scenario) {
  const version = row.publishedVersionId
    ? await db.scenarioVersion.findUnique({
        where: { id: row.publishedVersionId },
        select: { number: true },
      })
    : null;
  return scenarioView(row, version?.number ?? null);
}
