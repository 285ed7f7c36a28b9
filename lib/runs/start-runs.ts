import "server-only";
import { triggersOfEvent } from "@/lib/apps/server";
import { type Db, db } from "@/lib/db";
import type { EventModel as Event } from "@/lib/generated/prisma/models/Event";
import { noteMissed } from "@/lib/missed/note-missed";
import { createRuns, requestRuns } from "@/lib/runs/create-runs";

/**
 * Starts one run of each active scenario whose trigger matches the event, and notes it as missed for
 * each paused one. Safe to repeat: an event is routed once, by what was active then, and a run asked
 * for twice is advanced once.
 */
export async function startRuns({ eventId }: { eventId: string }): Promise<{ runIds: string[] }> {
  const event = await db().event.findUnique({ where: { id: eventId } });
  if (!event || event.isTest) return { runIds: [] };
  const runIds = await db().$transaction(async (tx) => {
    const isFirst = await tx.event.updateMany({
      where: { id: eventId, routedAt: null },
      data: { routedAt: new Date() },
    });
    if (isFirst.count > 0) await route(tx, event);
    return requestRuns(tx, { eventId });
  });
  return { runIds };
}

/** One statement reads active and paused ones: what changes meanwhile is in one of the two, not in none. */
async function route(tx: Db, event: Event): Promise<void> {
  const scenarios = await tx.scenario.findMany({
    where: {
      status: { in: ["active", "paused"] },
      liveTrigger: { in: triggersOfEvent(event.type) },
      deletedAt: null,
    },
    select: { id: true, status: true, publishedVersionId: true },
  });
  await createRuns(
    tx,
    scenarios.flatMap(({ id, status, publishedVersionId }) =>
      status === "active" && publishedVersionId
        ? [{ scenarioId: id, versionId: publishedVersionId, eventId: event.id }]
        : [],
    ),
  );
  await noteMissed(tx, {
    eventId: event.id,
    scenarioIds: scenarios.filter(({ status }) => status === "paused").map(({ id }) => id),
  });
}
