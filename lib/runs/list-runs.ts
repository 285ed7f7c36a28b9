import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listRunsSchema } from "@/lib/runs/schemas";

/** Runs, newest first. */
export async function listRuns({ query }: { actor: Actor; query: unknown }) {
  const { limit, cursor, scenarioId, status, test } = parseInput(listRunsSchema, query);
  const rows = await db().run.findMany({
    where: {
      ...(cursor ? { id: { lt: cursor } } : {}),
      ...(scenarioId ? { scenarioId } : {}),
      ...(status ? { status } : {}),
      ...(test ? { isTest: test === "true" } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: {
      scenario: { select: { name: true } },
      version: { select: { number: true } },
      event: { select: { orderId: true, type: true, order: { select: { number: true } } } },
    },
  });
  return toPage(rows, limit, (run) => ({
    id: run.id,
    scenarioId: run.scenarioId,
    scenarioName: run.scenario.name,
    versionNumber: run.version.number,
    eventId: run.eventId,
    event: run.event.type,
    orderId: run.event.orderId,
    orderNumber: run.event.order?.number ?? null,
    status: run.status,
    isTest: run.isTest,
    createdAt: run.createdAt.toISOString(),
    completedAt: run.completedAt?.toISOString() ?? null,
  }));
}
