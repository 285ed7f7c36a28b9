import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { reasonsOf } from "@/lib/replays/reasons-of";
import type { ReplayDetailView } from "@/lib/replays/schemas";
import { replayViews } from "@/lib/replays/view";

/** A replay with how many of its items stand how and, once it has ended, why. */
export async function getReplay({ id }: { actor: Actor; id: string }): Promise<ReplayDetailView> {
  const row = await db().replay.findUnique({ where: { id } });
  const [view] = await replayViews(db(), row ? [row] : []);
  if (!view) throw notFound("replay");
  return { ...view, reasons: view.completedAt === null ? [] : await reasonsOf(db(), id) };
}
