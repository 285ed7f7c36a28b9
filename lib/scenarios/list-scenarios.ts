import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { viewer } from "@/lib/scenarios/find-scenario";
import { listScenariosSchema } from "@/lib/scenarios/schemas";

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
  return toPage(rows, limit, await viewer(db(), rows));
}
