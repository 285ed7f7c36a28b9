import "server-only";
import type { Db } from "@/lib/db";

/**
 * Which of these ids are no event that the scenario has missed, in the order in which they were named.
 * One that was sent or dismissed before is known: a repeat is no mistake.
 */
export async function unknownMissed(
  tx: Db,
  scenarioId: string,
  ids: readonly string[] | undefined,
): Promise<string[]> {
  if (!ids) return [];
  const rows = await tx.missedEvent.findMany({
    where: { scenarioId, id: { in: [...ids] } },
    select: { id: true },
  });
  const known = new Set(rows.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !known.has(id));
}
