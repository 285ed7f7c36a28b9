import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { activityOf } from "@/lib/scenarios/activity";
import { viewer } from "@/lib/scenarios/find-scenario";
import { type ListedScenarioView, listScenariosSchema } from "@/lib/scenarios/schemas";

/** Scenarios, newest first, each with how it has fared lately. */
export async function listScenarios({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listScenariosSchema, query);
  const { status, limit } = input;
  const page = keyset(input);
  const rows = await db().scenario.findMany({
    where: {
      deletedAt: null,
      ...page.where,
      ...(status ? { status } : {}),
    },
    orderBy: page.orderBy,
    take: page.take,
  });
  const view = await viewer(db(), rows);
  const activity = await activityOf(
    db(),
    rows.slice(0, limit).map(({ id }) => id),
    new Date(),
  );
  return toPage(rows, input, (row): ListedScenarioView => ({ ...view(row), ...activity(row.id) }));
}
