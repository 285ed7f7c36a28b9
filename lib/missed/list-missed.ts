import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listMissedSchema, type MissedEventView, type MissedPageView } from "@/lib/missed/schemas";
import { openMissed } from "@/lib/missed/where";
import { findScenarioHead } from "@/lib/scenarios/find-scenario";

/** The events that a scenario missed and nobody has decided on, newest first, by key. */
export async function listMissed({
  scenarioId,
  query,
}: {
  actor: Actor;
  scenarioId: string;
  query: unknown;
}): Promise<MissedPageView> {
  const input = parseInput(listMissedSchema, query);
  await findScenarioHead(db(), scenarioId);
  const page = keyset(input);
  const where = { scenarioId, ...openMissed };
  const [rows, total] = await Promise.all([
    db().missedEvent.findMany({
      where: { ...where, ...page.where },
      orderBy: page.orderBy,
      take: page.take,
      include: {
        event: {
          select: {
            type: true,
            orderId: true,
            occurredAt: true,
            order: { select: { number: true } },
          },
        },
      },
    }),
    db().missedEvent.count({ where }),
  ]);
  const view = ({ id, eventId, event }: (typeof rows)[number]): MissedEventView => ({
    id,
    eventId,
    event: event.type,
    orderId: event.orderId,
    orderNumber: event.order?.number ?? null,
    occurredAt: event.occurredAt.toISOString(),
  });
  return { ...toPage(rows, input, view), total };
}
