import type { AuditEntryView } from "@/lib/audit/schemas";
import { csvCell } from "@/lib/deliveries/csv";

/** The columns of an export, in their order. */
const columns: Record<string, (entry: AuditEntryView) => string | null> = {
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

/** The first line of the file, with its end. */
export const csvHead = `${Object.keys(columns).join(",")}\n`;

/** The line of one entry, without its end. */
export function csvLine(entry: AuditEntryView): string {
  return Object.values(columns)
    .map((of) => csvCell(of(entry)))
    .join(",");
}
