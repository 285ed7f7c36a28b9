import "server-only";
import { db } from "@/lib/db";
import { routeEvents } from "@/lib/runs/route-events";

/** Longer than the engine's own retries take as a rule; starting runs twice has the effect of once. */
const AFTER_MS = 10 * 60_000;
const BATCH = 50;

/**
 * Starts the runs of events that were handed over and never routed: the engine gave up, or lost them.
 * Returns for how many events.
 */
export async function startLeftOverRuns(): Promise<number> {
  const events = await db().event.findMany({
    where: {
      isTest: false,
      routedAt: null,
      handedOverAt: { lt: new Date(Date.now() - AFTER_MS) },
    },
    select: { id: true },
    orderBy: { id: "asc" },
    take: BATCH,
  });
  await routeEvents({ eventIds: events.map(({ id }) => id) });
  return events.length;
}
