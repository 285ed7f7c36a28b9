import "server-only";
import type { z } from "zod";
import { engineEvents } from "@/inngest/client";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import { deliveriesWhere } from "@/lib/deliveries/where";
import { enqueue, handOver } from "@/lib/events/outbox";
import type { DeliveryWhereInput } from "@/lib/generated/prisma/models/Delivery";
import { AppError } from "@/lib/http/errors";
import { type Idempotency, idempotencyOf } from "@/lib/http/idempotency";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { getPreferences } from "@/lib/instance/preferences";
import { getReplay } from "@/lib/replays/get-replay";
import { insertItems, insertSkipped } from "@/lib/replays/insert-items";
import { REPLAY_TRANSACTION } from "@/lib/replays/lock-replay";
import { reasons } from "@/lib/replays/reasons";
import { createReplaySchema, REPLAY_MAX, type ReplayView } from "@/lib/replays/schemas";
import { liveHosts } from "@/lib/targets/live-hosts";

/**
 * Makes a replay: one resend of each delivery that is named or that the filter matches now, at a rate.
 * What is in another replay and not sent yet is left to that one. With `idempotencyKey` a repeat
 * returns the first replay; another body under the same key is a 409 `idempotency_mismatch`.
 * 409 when nothing remains to be resent, 400 for more deliveries than one replay may have.
 */
export async function createReplay({
  actor,
  input,
  idempotencyKey,
}: {
  actor: Actor;
  input: unknown;
  idempotencyKey?: string | null;
}): Promise<ReplayView> {
  const asked = parseInput(createReplaySchema, input);
  const idempotency = idempotencyOf(actor, idempotencyKey, asked);
  const named = asked.deliveryIds && [...new Set(asked.deliveryIds)];
  const where = asked.filter ? await deliveriesWhere(asked.filter) : { id: { in: named ?? [] } };
  const perSecond = asked.perSecond ?? (await getPreferences()).replay.perSecond;
  const filter = asked.filter ? JSON.stringify(asked.filter) : null;
  const make = () =>
    db().$transaction(async (tx) => {
      const repeated = idempotency && (await findRepeat(tx, idempotency));
      if (repeated) return { id: repeated, messages: [] };
      const id = newId("replay");
      const request = idempotency ? keyOf(idempotency) : {};
      await tx.replay.create({
        data: { id, filter, perSecond, total: 0, createdBy: actor.id, ...request },
      });
      const total = await addItems(tx, id, where, named);
      await tx.replay.update({ where: { id }, data: { total } });
      await writeAudit(tx, {
        actor,
        action: "replay.created",
        targetType: "replay",
        targetId: id,
        detail: { total, perSecond, ...auditedFilter(asked.filter) },
      });
      const messages = await enqueue(tx, [
        { id: `${id}:1`, name: engineEvents.replayRequested, data: { replayId: id, round: "1" } },
      ]);
      return { id, messages };
    }, REPLAY_TRANSACTION);
  const { id, messages } = await make().catch((error: { code?: string }) => {
    // The same key a moment earlier: its replay is there now.
    if (error.code === "P2002") return make();
    throw error;
  });
  handOver(messages);
  return getReplay({ actor, id });
}

/** Returns how many items there are; throws when none of them is to be sent. */
async function addItems(
  tx: Db,
  replayId: string,
  where: DeliveryWhereInput,
  named: readonly string[] | undefined,
): Promise<number> {
  const found = await tx.delivery.findMany({
    where,
    select: { id: true, targetHost: true, scenarioId: true, nodeId: true },
    orderBy: { id: "asc" },
    take: REPLAY_MAX + 1,
  });
  if (found.length > REPLAY_MAX) {
    const message = `matches more than ${REPLAY_MAX.toLocaleString("en")} deliveries; narrow it, for example by time`;
    throw new AppError("invalid_request", `filter: ${message}.`, [{ path: "filter", message }]);
  }
  const known = new Set(found.map(({ id }) => id));
  const gone = (named ?? []).filter((id) => !known.has(id)).sort();
  await insertSkipped(
    tx,
    replayId,
    gone.map((id) => ({ id, targetHost: "" })),
    reasons.gone,
  );
  // They go where the live version sends to, and have their turns by what is under way there.
  const hostNow = await liveHosts(tx, found);
  const waiting = await insertItems(
    tx,
    replayId,
    found.map((each) => ({ id: each.id, targetHost: hostNow(each) ?? each.targetHost })),
  );
  if (waiting > 0) return found.length + gone.length;
  throw new AppError(
    "conflict",
    found.length > 0
      ? "All of these deliveries are in a replay that is still running. Wait for its end, or cancel it."
      : named
        ? "None of these deliveries is there any more."
        : "No delivery matches this filter; there is nothing to resend.",
  );
}

/** What is searched for is often a customer's e-mail address, and the audit is kept for good. */
function auditedFilter(filter: z.output<typeof createReplaySchema>["filter"]) {
  if (!filter) return {};
  const { q, ...rest } = filter;
  return { filter: rest, ...(q ? { searched: true } : {}) };
}

const keyOf = ({ scope, key, requestHash }: Idempotency) => ({
  requestKey: `${scope}:${key}`,
  requestHash,
});

async function findRepeat(tx: Db, wanted: Idempotency): Promise<string | null> {
  const { requestKey, requestHash } = keyOf(wanted);
  const found = await tx.replay.findUnique({ where: { requestKey } });
  if (found && found.requestHash !== requestHash) {
    throw new AppError(
      "idempotency_mismatch",
      "This Idempotency-Key was used for a replay with another body.",
    );
  }
  return found?.id ?? null;
}
