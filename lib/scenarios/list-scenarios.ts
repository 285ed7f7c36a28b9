import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listScenariosSchema } from "@/lib/scenarios/schemas";
import { scenarioView } from "@/lib/scenarios/view";

/** Scenarios, newest first. */
export async function listScenarios({ query }: { actor: Actor; query: unknown }) {
  const { limit, cursor, status } = parseInput(listScenariosSchema, query);
  const rows = await db().scenario.findMany({
    where: {
      deletedAt: null,
      ...(cursor ? { id: { lt: cursor } } : {}),
      ...(status ? { status } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const versions = await db().scenarioVersion.findMany({
    where: { id: { in: rows.flatMap((row) => row.publishedVersionId ?? []) } },
    select: { id: true, number: true },
  });
  const numbers = new Map(versions.map((version) => [version.id, version.number]));
  return toPage(rows, limit, (row) =>
    scenarioView(row, numbers.get(row.publishedVersionId ?? "") ?? null),
  );
}
