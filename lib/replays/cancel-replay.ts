import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { AppError, notFound } from "@/lib/http/errors";
import { getReplay } from "@/lib/replays/get-replay";
import { lockReplay, REPLAY_TRANSACTION } from "@/lib/replays/lock-replay";
import { reasons } from "@/lib/replays/reasons";
import type { ReplayView } from "@/lib/replays/schemas";
import { stopReplay } from "@/lib/replays/stop-replay";

/**
 * Nothing that still waits in a replay is sent; what is being sent ends by itself. Cancelling once
 * more changes nothing. 409 when the replay has come to its end.
 */
export async function cancelReplay({
  actor,
  id,
}: {
  actor: Actor;
  id: string;
}): Promise<ReplayView> {
  await db().$transaction(async (tx) => {
    const replay = await lockReplay(tx, id);
    if (!replay) throw notFound("replay");
    if (replay.status === "cancelled") return;
    if (replay.status === "completed") {
      throw new AppError("conflict", "This replay has ended; there is nothing left to cancel.");
    }
    await stopReplay(tx, id, reasons.cancelled);
    await writeAudit(tx, {
      actor,
      action: "replay.cancelled",
      targetType: "replay",
      targetId: id,
    });
  }, REPLAY_TRANSACTION);
  return getReplay({ actor, id });
}
