import "server-only";
import type { Db } from "@/lib/db";

/**
 * How many events may lead to one another, each by a webhook of the one before, until scenarios stop
 * to react. A receiver that answers each order with an order would go on for ever otherwise.
 */
export const CHAIN_MAX = 5;

/** What an event says of its cause. */
export type Cause = { causedBy: string | null; depth: number };

const NO_CAUSE: Cause = { causedBy: null, depth: 0 };

/**
 * The cause of an event that a receiver of ours makes, by the id of the delivery that it got. An id
 * that is not ours says nothing: other products name their webhooks by the same header.
 */
export async function causeOf(tx: Db, deliveryId: string | null | undefined): Promise<Cause> {
  if (!deliveryId) return NO_CAUSE;
  const delivery = await tx.delivery.findUnique({
    where: { id: deliveryId },
    select: { eventId: true },
  });
  if (!delivery) return NO_CAUSE;
  const event = await tx.event.findUnique({
    where: { id: delivery.eventId },
    select: { depth: true },
  });
  return { causedBy: deliveryId, depth: (event?.depth ?? 0) + 1 };
}

/** Why nothing follows from an event, when too many events have led to it; null when something may. */
export function whyChainEnds({ depth }: Pick<Cause, "depth">): string | null {
  if (depth <= CHAIN_MAX) return null;
  return `Stopped: ${depth} events led to this one, each by a webhook of the one before. It looks like a loop; ${CHAIN_MAX} are allowed.`;
}
