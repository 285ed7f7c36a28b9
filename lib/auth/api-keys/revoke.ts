import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";

/** Revokes a key from the next request on. Throws `not_found` also for one revoked before. */
export async function revokeApiKey({ actor, id }: { actor: Actor; id: string }): Promise<void> {
  requirePermission(actor, "keys:manage");
  await db().$transaction(async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) throw notFound("API key");
    await writeAudit(tx, {
      actor,
      action: "apiKey.revoked",
      targetType: "apiKey",
      targetId: id,
    });
  });
}
