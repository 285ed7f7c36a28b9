import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { handOver } from "@/lib/events/outbox";
import { AppError, notFound } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { chooseMissedSchema, type SentMissedView } from "@/lib/missed/schemas";
import {
  isTurnToCome,
  lockLive,
  requestMissedTurn,
  startMissedTurn,
} from "@/lib/missed/start-missed";
import { unknownMissed } from "@/lib/missed/unknown-missed";
import { openMissed } from "@/lib/missed/where";

/**
 * Starts a run of each event that a scenario missed, or of the chosen ones, on the version that is
 * live now. Some start at once; of many, the rest follows at the rate of replays. Safe to repeat: an
 * event that was sent is no longer missed, a scenario runs once for an event, and what is on its way
 * goes no faster for it. Tells which of the chosen ones it does not know. 409 unless the scenario is
 * active.
 */
export async function sendMissed({
  actor,
  scenarioId,
  input,
}: {
  actor: Actor;
  scenarioId: string;
  input?: unknown;
}): Promise<SentMissedView> {
  const { ids } = parseInput(chooseMissedSchema, input ?? {});
  const { messages, answer } = await db().$transaction(async (tx) => {
    const scenario = await lockLive(tx, scenarioId);
    if (!scenario) throw notFound("scenario");
    if (!scenario.versionId) {
      throw new AppError(
        "conflict",
        `“${scenario.name}” is not active, so it can't send what it missed. Activate it first.`,
      );
    }
    const unknownIds = await unknownMissed(tx, scenarioId, ids);
    const newest = await tx.missedEvent.findFirst({
      where: { scenarioId, ...openMissed },
      orderBy: { id: "desc" },
      select: { id: true },
    });
    if (!newest)
      return { messages: [], answer: { started: 0, remaining: 0, notFound: unknownIds } };
    if (!ids && (await isTurnToCome(tx, scenarioId))) {
      await requestMissedTurn(tx, { scenarioId, untilId: newest.id });
      const remaining = await tx.missedEvent.count({ where: { scenarioId, ...openMissed } });
      return { messages: [], answer: { started: 0, remaining, notFound: unknownIds } };
    }
    const { versionId } = scenario;
    const { taken, remaining, messages } = await startMissedTurn(tx, {
      scenarioId,
      versionId,
      untilId: newest.id,
      ids,
    });
    if (taken > 0) {
      await writeAudit(tx, {
        actor,
        action: "missed.sent",
        targetType: "scenario",
        targetId: scenarioId,
        detail: { events: taken + remaining },
      });
    }
    return { messages, answer: { started: taken, remaining, notFound: unknownIds } };
  });
  handOver(messages);
  return answer;
}
