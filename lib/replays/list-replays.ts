import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { keyset, type Page, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { listReplaysSchema, type ReplayView } from "@/lib/replays/schemas";
import { replayViews } from "@/lib/replays/view";

/** Replays, newest first. */
export async function listReplays({
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<Page<ReplayView>> {
  const input = parseInput(listReplaysSchema, query);
  const page = keyset(input);
  const rows = await db().replay.findMany({
    where: { ...page.where, ...(input.status ? { status: input.status } : {}) },
    orderBy: page.orderBy,
    take: page.take,
  });
  return toPage(await replayViews(db(), rows), input, (view) => view);
}
