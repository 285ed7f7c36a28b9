import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { createdWithin, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listRunsSchema } from "@/lib/runs/schemas";
import { runInclude, runView } from "@/lib/runs/view";

/** Runs, newest first. */
export async function listRuns({ query }: { actor: Actor; query: unknown }) {
  const { limit, cursor, scenarioId, status, test, ...time } = parseInput(listRunsSchema, query);
  const rows = await db().run.findMany({
    where: {
      ...(cursor ? { id: { lt: cursor } } : {}),
      ...createdWithin(time),
      ...(scenarioId ? { scenarioId } : {}),
      ...(status ? { status } : {}),
      ...(test ? { isTest: test === "true" } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: runInclude,
  });
  return toPage(rows, limit, runView);
}
