import "server-only";
import { db } from "@/lib/db";
import { lockReplay, REPLAY_TRANSACTION } from "@/lib/replays/lock-replay";
import { reasons } from "@/lib/replays/reasons";
import { stopReplay } from "@/lib/replays/stop-replay";

/** Ends a replay that our own infrastructure could not carry on, after the engine spent its retries. */
export async function abandonReplay({ replayId }: { replayId: string }): Promise<void> {
  await db().$transaction(async (tx) => {
    const replay = await lockReplay(tx, replayId);
    if (replay?.status === "running") await stopReplay(tx, replayId, reasons.abandoned);
  }, REPLAY_TRANSACTION);
}
