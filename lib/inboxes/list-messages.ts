import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { keyset, type Page, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { type InboxMessageDto, inboxPageSchema, type SignatureResult } from "@/lib/inboxes/schemas";

/** What arrived at an inbox, newest first. Throws `not_found` for an unknown inbox. */
export async function listMessages({
  inboxId,
  query,
}: {
  actor: Actor;
  inboxId: string;
  query: unknown;
}): Promise<Page<InboxMessageDto>> {
  const input = parseInput(inboxPageSchema, query);
  const page = keyset(input);
  const inbox = await db().inbox.findUnique({ where: { id: inboxId }, select: { id: true } });
  if (!inbox) throw notFound("inbox");
  const rows = await db().inboxMessage.findMany({
    where: { inboxId, ...page.where },
    orderBy: page.orderBy,
    take: page.take,
  });
  return toPage(rows, input, (row) => ({
    id: row.id,
    method: row.method,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: new TextDecoder().decode(row.body),
    answeredWith: row.answeredWith,
    signature: row.signature as SignatureResult,
    receivedAt: row.receivedAt.toISOString(),
  }));
}
