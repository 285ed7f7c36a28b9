import "server-only";
import type { Sql } from "@/lib/sql";

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
export async function causeOf(tx: Sql, deliveryId: string | null | undefined): Promise<Cause> {
  if (!deliveryId) return NO_CAUSE;
  const [cause] = await tx.$queryRaw<{ depth: number }[]>`
    SELECT depth FROM deliveries JOIN events ON events.id = deliveries.event_id
    WHERE deliveries.id = ${deliveryId}`;
  return cause ? { causedBy: deliveryId, depth: cause.depth + 1 } : NO_CAUSE;
}

/** Why nothing follows from an event, when too many events have led to it; null when something may. */
export function whyChainEnds({ depth }: Pick<Cause, "depth">): string | null {
  if (depth <= CHAIN_MAX) return null;
  return `Stopped: ${depth} events led to this one, each by a webhook of the one before. It looks like a loop; ${CHAIN_MAX} are allowed.`;
}
