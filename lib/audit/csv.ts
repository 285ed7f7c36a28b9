import type { AuditEntryView } from "@/lib/audit/schemas";
import type { Columns } from "@/lib/http/csv";

/** The columns of an export, in their order. */
export const csvColumns: Columns<AuditEntryView> = {
  id: ({ id }) => id,
  createdAt: ({ createdAt }) => createdAt,
  actorKind: ({ actor }) => actor.kind,
  actorId: ({ actor }) => actor.id,
  actorName: ({ actor }) => actor.name,
  action: ({ action }) => action,
  did: ({ did }) => did,
  targetType: ({ target }) => target.type,
  targetId: ({ target }) => target.id,
  targetName: ({ target }) => target.name,
  more: ({ more }) => more,
  ipAddress: ({ ipAddress }) => ipAddress,
  userAgent: ({ userAgent }) => userAgent,
};
