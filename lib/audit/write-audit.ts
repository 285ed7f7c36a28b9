import "server-only";
import { NOWHERE, type RequestOrigin, requestOrigin } from "@/lib/audit/request-origin";
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

/** What is recorded when each of several requests has done something, which share a transaction. */
export type AuditOfRequest = AuditInput & { origin: RequestOrigin };

/**
 * Records who did what to which thing, and from where. Call it in the transaction of the change.
 * A new action gets its words in `lib/audit/actions.ts`.
 */
export async function writeAudit(tx: Sql, input: AuditInput): Promise<void> {
  // What the product does by itself comes from nowhere, whoever's request it happens to be done in.
  const origin = input.actor.kind === "system" ? NOWHERE : requestOrigin();
  await writeAudits(tx, [{ ...input, origin }]);
}

/** Does so for several requests. */
export function writeAudits(tx: Sql, entries: readonly AuditOfRequest[]): Promise<unknown> {
  if (entries.length === 0) return Promise.resolve();
  // Plain SQL: each order that is placed comes by here.
  return tx.$executeRaw`
    INSERT INTO audit_entries (id, actor_kind, actor_id, actor_name, action, target_type, target_id,
      detail, ip_address, user_agent)
    SELECT * FROM unnest(${entries.map(() => newId("audit"))}::text[],
      ${entries.map(({ actor }) => actor.kind)}::text[],
      ${entries.map(({ actor }) => actor.id)}::text[],
      ${entries.map(({ actor }) => nameOf(actor))}::text[],
      ${entries.map(({ action }) => action)}::text[],
      ${entries.map(({ targetType }) => targetType)}::text[],
      ${entries.map(({ targetId }) => targetId)}::text[],
      ${entries.map(({ detail }) => textOf(detail))}::text[],
      ${entries.map(({ origin }) => origin.ipAddress)}::text[],
      ${entries.map(({ origin }) => origin.userAgent)}::text[])`;
}

const textOf = (detail: AuditInput["detail"]): string | null =>
  detail === undefined ? null : typeof detail === "string" ? detail : JSON.stringify(detail);
