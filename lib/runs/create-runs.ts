import "server-only";
import { engineEvents } from "@/inngest/client";
import type { Db } from "@/lib/db";
import { enqueue } from "@/lib/events/outbox";
import type { RunWhereInput } from "@/lib/generated/prisma/models/Run";
import { newId } from "@/lib/ids";

interface RunWanted {
  scenarioId: string;
  versionId: string;
  eventId: string;
}

/** Writes runs that are to start; a scenario that has run for the event before gets no second one. */
export async function createRuns(tx: Db, wanted: readonly RunWanted[]): Promise<void> {
  if (wanted.length === 0) return;
  // Not `createMany`, of which Prisma makes a new plan each time: every event comes by here.
  await tx.$executeRaw`
    INSERT INTO runs (id, scenario_id, version_id, event_id)
    SELECT * FROM unnest(${wanted.map(() => newId("run"))}::text[],
      ${wanted.map(({ scenarioId }) => scenarioId)}::text[],
      ${wanted.map(({ versionId }) => versionId)}::text[],
      ${wanted.map(({ eventId }) => eventId)}::text[])
    ON CONFLICT DO NOTHING`;
}

/**
 * Asks the engine to walk these runs, as far as they have not ended; asked for twice, a run is
 * advanced once. Returns their ids, which are those of the messages to hand over.
 */
export async function requestRuns(tx: Db, where: RunWhereInput): Promise<string[]> {
  const runs = await tx.run.findMany({
    where: { ...where, status: "running" },
    select: { id: true },
  });
  return enqueue(
    tx,
    runs.map(({ id }) => ({ id, name: engineEvents.runRequested, data: { runId: id } })),
  );
}
