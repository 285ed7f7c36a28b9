import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";

/** Removes all messages of an inbox; what it counts begins anew. Throws `not_found`. */
export async function clearInbox({ actor, id }: { actor: Actor; id: string }): Promise<void> {
  await db().$transaction(async (tx) => {
    const inbox = await tx.inbox.findUnique({ where: { id } });
    if (!inbox) throw notFound("inbox");
    const { count } = await tx.inboxMessage.deleteMany({ where: { inboxId: id } });
    await writeAudit(tx, {
      actor,
      action: "inbox.cleared",
      targetType: "inbox",
      targetId: id,
      detail: { name: inbox.name, messages: count },
    });
  });
}
