import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";

/** Deletes an inbox with its messages and its secret. Throws `not_found`. */
export async function deleteInbox({ actor, id }: { actor: Actor; id: string }): Promise<void> {
  await db().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM inboxes WHERE id = ${id} FOR UPDATE`;
    const inbox = await tx.inbox.findUnique({ where: { id } });
    if (!inbox) throw notFound("inbox");
    await tx.inbox.delete({ where: { id } });
    if (inbox.secretId !== null) await tx.secret.deleteMany({ where: { id: inbox.secretId } });
    await writeAudit(tx, {
      actor,
      action: "inbox.deleted",
      targetType: "inbox",
      targetId: id,
      detail: inbox.name,
    });
  });
}
