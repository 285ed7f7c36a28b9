import "server-only";
import type { Db } from "@/lib/db";
import type { ReplayModel as Replay } from "@/lib/generated/prisma/models/Replay";

/** For a change of all items: a hundred thousand rows take seconds, on a loaded machine many. */
export const REPLAY_TRANSACTION = { timeout: 120_000 };

/**
 * A replay, held until the transaction ends; null when there is none. Whoever changes items holds it,
 * and takes it before them: so batches take turns, and of the ends of items one is the last.
 */
export async function lockReplay(tx: Db, id: string): Promise<Replay | null> {
  await tx.$queryRaw`SELECT id FROM replays WHERE id = ${id} FOR UPDATE`;
  return tx.replay.findUnique({ where: { id } });
}
