import type { DeliveryModel as Delivery } from "@/lib/generated/prisma/models/Delivery";
import type { ReplayModel as Replay } from "@/lib/generated/prisma/models/Replay";
import { reasons } from "@/lib/replays/reasons";

/** Why a replay does not ask for a delivery whose turn has come, in words; null when it does. */
export function reasonToSkip(
  delivery: Pick<Delivery, "status" | "completedAt"> | undefined,
  replay: Replay,
): string | null {
  if (!delivery) return reasons.gone;
  if (delivery.status === "sending") return reasons.sending;
  if (delivery.status === "pending") return reasons.pending;
  return hasArrivedSince(delivery, replay) ? reasons.arrived : null;
}

/** Whether it has arrived by another way since the replay was made. */
export function hasArrivedSince(
  { status, completedAt }: Pick<Delivery, "status" | "completedAt">,
  { createdAt }: Pick<Replay, "createdAt">,
): boolean {
  return status === "succeeded" && completedAt !== null && completedAt > createdAt;
}
