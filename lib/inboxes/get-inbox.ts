import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import type { InboxDto } from "@/lib/inboxes/schemas";
import { toInboxDto, withMessageCount } from "@/lib/inboxes/to-dto";

/** One inbox. Throws `not_found`. */
export async function getInbox({ id }: { actor: Actor; id: string }): Promise<InboxDto> {
  const row = await db().inbox.findUnique({ where: { id }, include: withMessageCount });
  if (!row) throw notFound("inbox");
  return toInboxDto(row);
}
