import "server-only";
import type { LockedDelivery } from "@/lib/deliveries/lock-deliveries";
import type { Sql } from "@/lib/sql";

interface Facts {
  hasArrived: boolean;
  hasBegun: boolean;
  isCancelled: boolean;
}

/**
 * Where a delivery stands once an attempt beside its automatic schedule has come to nothing: what
 * arrived stays arrived, what was cancelled cancelled, and the schedule goes on as it was, begun or not.
 */
export async function restState(
  tx: Sql,
  delivery: Pick<LockedDelivery, "id" | "runId" | "nodeId" | "nextAttemptAt" | "completedAt">,
  now: Date,
): Promise<{ status: string; completedAt?: Date }> {
  const { hasArrived, hasBegun, isCancelled } = await factsOf(tx, delivery);
  if (hasArrived) return { status: "succeeded" };
  if (delivery.nextAttemptAt) return { status: "retrying" };
  if (!hasBegun && !delivery.completedAt) return { status: "pending" };
  if (isCancelled && delivery.completedAt) return { status: "cancelled" };
  return { status: "failed", completedAt: delivery.completedAt ?? now };
}

async function factsOf(
  tx: Sql,
  { id, runId, nodeId }: Pick<LockedDelivery, "id" | "runId" | "nodeId">,
): Promise<Facts> {
  // An attempt that was interrupted is made again by its step, which is why it has lost its key. Of a
  // delivery that was cancelled, its step says so: nothing failed.
  const [facts] = await tx.$queryRaw<Facts[]>`
    SELECT
      coalesce(bool_or(completed_at IS NOT NULL AND failure_kind IS NULL), false) AS "hasArrived",
      coalesce(bool_or(trigger NOT IN ('manual', 'probe') AND step_key IS NOT NULL), false)
        AS "hasBegun",
      EXISTS (SELECT FROM run_steps
        WHERE run_id = ${runId} AND node_id = ${nodeId} AND status = 'cancelled') AS "isCancelled"
    FROM attempts WHERE delivery_id = ${id}`;
  if (!facts) throw new Error("An aggregate returned nothing.");
  return facts;
}
