import type { z } from "zod";
import { type auditFilterSchema, NAMELESS_ACTORS } from "@/lib/audit/schemas";
import type { AuditEntryWhereInput } from "@/lib/generated/prisma/models/AuditEntry";
import { createdWithin } from "@/lib/http/page";

/** The condition that filters of the audit log make. */
export function auditWhere(filter: z.output<typeof auditFilterSchema>): AuditEntryWhereInput {
  const { actorId, action, targetId, since, until } = filter;
  const nameless = NAMELESS_ACTORS.find((kind) => kind === actorId);
  return {
    ...(nameless ? { actorKind: nameless, actorId: null } : actorId ? { actorId } : {}),
    ...(action ? { action } : {}),
    ...(targetId ? { targetId } : {}),
    ...createdWithin("audit", { since, until }),
  };
}
