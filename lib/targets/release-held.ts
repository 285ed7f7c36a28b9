import "server-only";
import { engineEvents } from "@/inngest/client";
import { db } from "@/lib/db";
import { enqueue, handOver } from "@/lib/events/outbox";
import { newId } from "@/lib/ids";
import { perTurn, TURN_MS, turnAfter } from "@/lib/instance/pace";
import type { Sql } from "@/lib/sql";
import { liveHost } from "@/lib/targets/live-host";

/** A webhook node: what it sends to is one target, whatever its address. */
export interface Target {
  scenarioId: string;
  nodeId: string;
}

/** Deliveries that are held. Those that were cancelled meanwhile are among them until they are released. */
export const heldBack = { heldAt: { not: null }, releasedAt: null } as const;

/** Asks for the held deliveries of a target to be sent now. Returns the id of the message. */
export function requestRelease(tx: Sql, target: Target): Promise<string[]> {
  return enqueue(tx, [releaseMessage(target, newId("message"))]);
}

/** Asks for the next turn. Asked for by several, it is one; the sweeper hands the message over. */
export async function requestNextTurn(tx: Sql, target: Target): Promise<void> {
  const { scenarioId, nodeId } = target;
  const id = `held:${scenarioId}:${nodeId}:${turnAfter(new Date())}`;
  await enqueue(tx, [releaseMessage(target, id)], { delayMs: TURN_MS });
}

const releaseMessage = ({ scenarioId, nodeId }: Target, id: string) => ({
  id,
  name: engineEvents.heldRequested,
  data: { scenarioId, nodeId },
});

/**
 * Sends a turn of the deliveries that were held for a target, the oldest first, and asks for the next
 * turn when there are more. Nothing happens while it is paused. Safe to repeat: a delivery is released
 * once, and its message has its id.
 */
export async function releaseHeld(target: Target): Promise<{ released: number }> {
  const messages = await db().$transaction(async (tx) => {
    const health = await tx.targetHealth.findUnique({ where: { scenarioId_nodeId: target } });
    if (health?.pausedAt) return [];
    const limit = await perTurn(tx);
    // One that is being sent by hand is waited for at most as long as its row is written.
    const rows = await tx.$queryRaw<{ id: string; status: string; targetHost: string }[]>`
      SELECT id, status, target_host AS "targetHost" FROM deliveries
      WHERE scenario_id = ${target.scenarioId} AND node_id = ${target.nodeId}
        AND held_at IS NOT NULL AND released_at IS NULL
      ORDER BY id LIMIT ${limit} FOR UPDATE`;
    if (rows.length === 0) return [];
    await tx.delivery.updateMany({
      where: { id: { in: rows.map(({ id }) => id) } },
      data: { releasedAt: new Date() },
    });
    if (rows.length === limit) await requestNextTurn(tx, target);
    const host = await liveHost(tx, target);
    return enqueue(
      tx,
      rows
        .filter(({ status }) => status === "pending" || status === "sending")
        .map(({ id, targetHost }) => ({
          id,
          name: engineEvents.deliveryRequested,
          data: { deliveryId: id, targetHost: host ?? targetHost },
        })),
    );
  });
  handOver(messages);
  return { released: messages.length };
}
