import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db";
import { newId } from "@/lib/ids";

export type AuditInput = {
  actor: Actor;
  /** `noun.verb-in-the-past`, such as `scenario.activated`. */
  action: string;
  targetType: string;
  targetId: string;
  /** In words, or small JSON; never a secret. */
  detail?: string | Record<string, unknown>;
};

/** Records who did what to which thing. Call it in the transaction of the change. */
export async function writeAudit(db: Db, input: AuditInput): Promise<void> {
  const { actor, action, targetType, targetId, detail } = input;
  await db.auditEntry.create({
    data: {
      id: newId("audit"),
      actorKind: actor.kind,
      actorId: actor.id,
      action,
      targetType,
      targetId,
      detail:
        detail === undefined ? null : typeof detail === "string" ? detail : JSON.stringify(detail),
    },
  });
}
