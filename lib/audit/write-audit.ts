import "server-only";
import { requestOrigin } from "@/lib/audit/request-origin";
import type { Actor } from "@/lib/auth/actor";
import { newId } from "@/lib/ids";
import type { Sql } from "@/lib/sql";

/** Somebody who did not get in. */
export const visitor = { kind: "visitor", id: null } as const;

export type AuditInput = {
  actor: Actor | typeof visitor;
  /** `noun.verb-in-the-past`, such as `scenario.activated`. */
  action: string;
  targetType: string;
  targetId: string;
  /** In words, or small JSON; never a secret. */
  detail?: string | Record<string, unknown>;
};

/** What it is called at this time; the product itself and visitors have no name. */
const nameOf = (actor: AuditInput["actor"]): string | null =>
  actor.kind === "user" ? actor.email : actor.kind === "apiKey" ? actor.name : null;

/**
 * Records who did what to which thing, and from where. Call it in the transaction of the change.
 * A new action gets its words in `lib/audit/actions.ts`.
 */
export async function writeAudit(tx: Sql, input: AuditInput): Promise<void> {
  const { actor, action, targetType, targetId, detail } = input;
  const text =
    detail === undefined ? null : typeof detail === "string" ? detail : JSON.stringify(detail);
  // Plain SQL: each order that is placed comes by here.
  const { ipAddress, userAgent } = requestOrigin();
  await tx.$executeRaw`
    INSERT INTO audit_entries (id, actor_kind, actor_id, actor_name, action, target_type, target_id,
      detail, ip_address, user_agent)
    VALUES (${newId("audit")}, ${actor.kind}, ${actor.id}, ${nameOf(actor)}, ${action},
      ${targetType}, ${targetId}, ${text}, ${ipAddress}, ${userAgent})`;
}
