import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { pageQuery, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";

export const RUN_STATUSES = ["running", "succeeded", "failed", "cancelled"] as const;

export const listRunsSchema = z.strictObject({
  ...pageQuery,
  scenarioId: z.string().max(64).optional(),
  status: z.enum(RUN_STATUSES).optional(),
  test: z.enum(["true", "false"]).optional(),
});

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
