import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission, roleOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import type { PersonView } from "@/lib/people/schemas";

/** Everybody who can sign in, in the order in which they came. */
export async function listPeople({ actor }: { actor: Actor }): Promise<{ items: PersonView[] }> {
  requirePermission(actor, "people:manage");
  const people = await db().user.findMany({
    orderBy: { id: "asc" },
    include: {
      sessions: {
        where: { expiresAt: { gt: new Date() } },
        orderBy: { updatedAt: "desc" },
        take: 1,
        select: { updatedAt: true },
      },
    },
  });
  return {
    items: people.map(({ id, name, email, role, twoFactorEnabled, createdAt, sessions }) => ({
      id,
      name,
      email,
      role: roleOf(role),
      twoFactor: twoFactorEnabled,
      createdAt: createdAt.toISOString(),
      lastSeenAt: sessions[0]?.updatedAt.toISOString() ?? null,
    })),
  };
}
