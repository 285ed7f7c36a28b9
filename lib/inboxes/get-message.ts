import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import type { InboxMessage } from "@/lib/generated/prisma/client";
import { notFound } from "@/lib/http/errors";
import { toMessageDto } from "@/lib/inboxes/message-dto";
import { type InboxMessageDto, MESSAGE_BODY_MAX_BYTES } from "@/lib/inboxes/schemas";

type Which = { inboxId: string; messageId: string };

/** One message of an inbox with all of its body that is kept. Throws `not_found`. */
export async function getMessage(input: Which & { actor: Actor }): Promise<InboxMessageDto> {
  return toMessageDto(await findMessage(input), MESSAGE_BODY_MAX_BYTES);
}

/** The row of a message. Throws `not_found`. */
export async function findMessage({ inboxId, messageId }: Which): Promise<InboxMessage> {
  const row = await db().inboxMessage.findFirst({ where: { id: messageId, inboxId } });
  if (!row) throw notFound("message");
  return row;
}
