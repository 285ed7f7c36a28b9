import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { MissedCountView } from "@/lib/missed/schemas";
import { openMissed } from "@/lib/missed/where";

/** How many events each scenario missed that nobody has decided on; those without any are left out. */
export async function countMissed(_: { actor: Actor }): Promise<{ items: MissedCountView[] }> {
  const groups = await db().missedEvent.groupBy({
    by: ["scenarioId"],
    where: { ...openMissed, scenario: { deletedAt: null } },
    orderBy: { scenarioId: "asc" },
    _count: { _all: true },
  });
  return { items: groups.map(({ scenarioId, _count }) => ({ scenarioId, count: _count._all })) };
}
