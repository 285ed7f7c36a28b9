import "server-only";
import { env } from "@/lib/env";
import type { Inbox } from "@/lib/generated/prisma/client";
import type { InboxBehaviour, InboxDto } from "@/lib/inboxes/schemas";

/** The part of a query that `toInboxDto` needs. */
export const withMessageCount = { _count: { select: { messages: true } } } as const;

export function toInboxDto(row: Inbox & { _count: { messages: number } }): InboxDto {
  return {
    id: row.id,
    name: row.name,
    url: `${env().appUrl}/in/${row.token}`,
    behaviour: row.behaviour as InboxBehaviour,
    hasSecret: row.secretId !== null,
    messageCount: row._count.messages,
    createdAt: row.createdAt.toISOString(),
  };
}
