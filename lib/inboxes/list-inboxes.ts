import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { type InboxDto, inboxPageSchema } from "@/lib/inboxes/schemas";
import { toInboxDto, withMessageCount } from "@/lib/inboxes/to-dto";

/** The inboxes, newest first. */
export async function listInboxes({
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<{ items: InboxDto[]; nextCursor: string | null }> {
  const { limit, cursor } = parseInput(inboxPageSchema, query);
  const rows = await db().inbox.findMany({
    where: cursor === undefined ? {} : { id: { lt: cursor } },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: withMessageCount,
  });
  return toPage(rows, limit, toInboxDto);
}
