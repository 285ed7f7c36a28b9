import "server-only";
import { engineEvents } from "@/inngest/client";
import { triggersOfEvent } from "@/lib/apps/server";
import { db } from "@/lib/db";
import { enqueue, handOver } from "@/lib/events/outbox";
import { newId } from "@/lib/ids";

/**
 * Starts one run of each active scenario whose trigger matches the event. Safe to repeat: the unique
 * (scenario, event) keeps the first run, and a run asked for twice is advanced once.
 */
export async function startRuns({ eventId }: { eventId: string }): Promise<{ runIds: string[] }> {
  const event = await db().event.findUnique({ where: { id: eventId } });
  if (!event || event.isTest) return { runIds: [] };
  const runIds = await db().$transaction(async (tx) => {
    const scenarios = await tx.scenario.findMany({
      where: {
        status: "active",
        liveTrigger: { in: triggersOfEvent(event.type) },
        deletedAt: null,
      },
      select: { id: true, publishedVersionId: true },
    });
    await tx.run.createMany({
      data: scenarios.flatMap(({ id, publishedVersionId }) =>
        publishedVersionId
          ? [{ id: newId("run"), scenarioId: id, versionId: publishedVersionId, eventId }]
          : [],
      ),
      skipDuplicates: true,
    });
    if (!event.routedAt)
      await tx.event.update({ where: { id: eventId }, data: { routedAt: new Date() } });
    const runs = await tx.run.findMany({
      where: { eventId, status: "running" },
      select: { id: true },
    });
    return enqueue(
      tx,
      runs.map(({ id }) => ({ id, name: engineEvents.runRequested, data: { runId: id } })),
    );
  });
  handOver(runIds);
  return { runIds };
}
