import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db";
import { openLinks } from "@/lib/people/access-link";

/**
 * Ends the open links that somebody made: whoever may not let people in any more must not have a way
 * kept open, in which they may have let themselves. Each is in the audit log.
 */
export async function withdrawLinksOf(tx: Db, person: { id: string }, actor: Actor): Promise<void> {
  const withdraw = (kind: "invitation" | "reset") =>
    tx.accessLink.updateManyAndReturn({
      where: { ...openLinks(kind), createdBy: person.id },
      data: { revokedAt: new Date() },
      select: { id: true, email: true, userId: true },
    });
  for (const { id, email } of await withdraw("invitation")) {
    await writeAudit(tx, {
      actor,
      action: "invitation.withdrawn",
      targetType: "invitation",
      targetId: id,
      detail: { email },
    });
  }
  for (const { userId } of await withdraw("reset")) {
    await writeAudit(tx, {
      actor,
      action: "user.resetLinkWithdrawn",
      targetType: "user",
      targetId: userId ?? "",
    });
  }
}
