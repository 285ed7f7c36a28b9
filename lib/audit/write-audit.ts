import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { newId } from "@/lib/ids";
import type { Sql } from "@/lib/sql";

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
export async function writeAudit(tx: Sql, input: AuditInput): Promise<void> {
  const { actor, action, targetType, targetId, detail } = input;
  const text =
    detail === undefined ? null : typeof detail === "string" ? detail : JSON.stringify(detail);
  // Plain SQL: each order that is placed comes by here.
  await tx.$executeRaw`
    INSERT INTO audit_entries (id, actor_kind, actor_id, action, target_type, target_id, detail)
    VALUES (${newId("audit")}, ${actor.kind}, ${actor.id}, ${action}, ${targetType}, ${targetId},
      ${text})`;
}
