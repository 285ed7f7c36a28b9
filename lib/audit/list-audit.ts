import "server-only";
import { type AuditActorOption, listAuditSchema } from "@/lib/audit/schemas";
import { actorView, auditViews } from "@/lib/audit/view";
import { auditWhere } from "@/lib/audit/where";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { keyset, toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";

/** Who did what to which thing from where, newest first, by key. `forbidden` unless one may read it. */
export async function listAudit({ actor, query }: { actor: Actor; query: unknown }) {
  requirePermission(actor, "audit:read");
  const input = parseInput(listAuditSchema, query);
  const page = keyset(input);
  const rows = await db().auditEntry.findMany({
    where: { AND: [page.where, auditWhere(input)] },
    orderBy: page.orderBy,
    take: page.take,
  });
  const kept = toPage(rows, input, (row) => row);
  return { ...kept, items: await auditViews(kept.items) };
}

/**
 * The people and keys of whom there may be entries, by name; then people who were removed, and those that
 * have no id.
 */
export async function listAuditActors({
  actor,
}: {
  actor: Actor;
}): Promise<{ items: AuditActorOption[] }> {
  requirePermission(actor, "audit:read");
  const users = await db().user.findMany({
    select: { id: true, email: true },
    orderBy: { email: "asc" },
  });
  const keys = await db().apiKey.findMany({
    select: { id: true, name: true },
    orderBy: { name: "asc" },
  });
  const removals = await db().auditEntry.findMany({
    where: {
      action: "user.removed",
      targetType: "user",
      targetId: { notIn: users.map(({ id }) => id) },
    },
    select: { targetId: true, detail: true },
    orderBy: { detail: "asc" },
  });
  const here = (entry: Parameters<typeof actorView>[0]) => ({ ...actorView(entry), isGone: false });
  const none = { actorId: null, actorName: null };
  return {
    items: [
      ...users.map(({ id, email }) => here({ actorKind: "user", actorId: id, actorName: email })),
      ...keys.map(({ id, name }) => here({ actorKind: "apiKey", actorId: id, actorName: name })),
      ...removals.map(({ targetId, detail }) => ({
        ...actorView({ actorKind: "user", actorId: targetId, actorName: detail }),
        isGone: true,
      })),
      here({ actorKind: "system", ...none }),
      here({ actorKind: "visitor", ...none }),
    ],
  };
}
