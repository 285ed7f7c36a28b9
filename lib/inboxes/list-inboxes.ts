import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { keyset, type Page, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { type InboxDto, inboxPageSchema } from "@/lib/inboxes/schemas";
import { toInboxDto, withMessageCount } from "@/lib/inboxes/to-dto";

/** The inboxes, newest first. */
export async function listInboxes({
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<Page<InboxDto>> {
  const input = parseInput(inboxPageSchema, query);
  const page = keyset(input);
  const rows = await db().inbox.findMany({
    where: page.where,
    orderBy: page.orderBy,
    take: page.take,
    include: withMessageCount,
  });
  return toPage(rows, input, toInboxDto);
}
