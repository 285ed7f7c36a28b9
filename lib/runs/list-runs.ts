import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { createdWithin, keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listRunsSchema } from "@/lib/runs/schemas";
import { runInclude, runView } from "@/lib/runs/view";

/** Runs, newest first. */
export async function listRuns({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listRunsSchema, query);
  const { scenarioId, status, test } = input;
  const page = keyset(input);
  const rows = await db().run.findMany({
    where: {
      ...page.where,
      ...createdWithin("run", input),
      ...(scenarioId ? { scenarioId } : {}),
      ...(status ? { status } : {}),
      ...(test ? { isTest: test === "true" } : {}),
    },
    orderBy: page.orderBy,
    take: page.take,
    include: runInclude,
  });
  return toPage(rows, input, runView);
}
