import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { keyset, type Page, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { toMessageDto } from "@/lib/inboxes/message-dto";
import { type InboxMessageDto, LISTED_BODY_BYTES, messagePageSchema } from "@/lib/inboxes/schemas";

/** What arrived at an inbox, newest first. Throws `not_found` for an unknown inbox. */
export async function listMessages({
  inboxId,
  query,
}: {
  actor: Actor;
  inboxId: string;
  query: unknown;
}): Promise<Page<InboxMessageDto>> {
  const input = parseInput(messagePageSchema, query);
  const page = keyset(input);
  const inbox = await db().inbox.findUnique({ where: { id: inboxId }, select: { id: true } });
  if (!inbox) throw notFound("inbox");
  const found = input.q ? await idsWith(inboxId, input.q) : null;
  const rows = await db().inboxMessage.findMany({
    where: {
      inboxId,
      ...page.where,
      ...(input.signature ? { signature: input.signature } : {}),
      ...(found ? { AND: { id: { in: found } } } : {}),
    },
    orderBy: page.orderBy,
    take: page.take,
  });
  return toPage(rows, input, (row) => toMessageDto(row, LISTED_BODY_BYTES));
}

/** The messages with a text: in headers in any case, in bodies as typed. An inbox keeps few. */
async function idsWith(inboxId: string, text: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM inbox_messages WHERE inbox_id = ${inboxId} AND (
      position(lower(${text}) IN lower(headers)) > 0
      OR position(convert_to(${text}, 'UTF8') IN body) > 0)`;
  return rows.map(({ id }) => id);
}
