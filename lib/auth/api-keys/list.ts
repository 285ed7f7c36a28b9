import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { ApiKeyDto } from "@/lib/auth/api-keys/schemas";
import { requirePermission, scopesOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";

type Made = { id: string; createdBy: string | null };

/** The keys that are not revoked, newest first; those that expired stay until somebody revokes them. */
export async function listApiKeys({ actor }: { actor: Actor }): Promise<{ items: ApiKeyDto[] }> {
  requirePermission(actor, "keys:manage");
  const rows = await db().apiKey.findMany({
    where: { revokedAt: null },
    orderBy: { id: "desc" },
    select: {
      id: true,
      name: true,
      prefix: true,
      scopes: true,
      createdAt: true,
      createdBy: true,
      lastUsedAt: true,
      expiresAt: true,
    },
  });
  const makerOf = await makers(rows);
  return {
    items: rows.map(({ scopes, createdAt, createdBy, lastUsedAt, expiresAt, ...row }) => ({
      ...row,
      scopes: scopesOf(scopes),
      createdBy: makerOf({ id: row.id, createdBy }),
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
  };
}

/** Who made some keys. The names of those who were removed are in the audit log. */
async function makers(keys: readonly Made[]): Promise<(key: Made) => ApiKeyDto["createdBy"]> {
  const people = await db().user.findMany({
    where: { id: { in: keys.flatMap(({ createdBy }) => createdBy ?? []) } },
    select: { id: true, email: true, role: true },
  });
  const personOf = new Map(people.map((person) => [person.id, person]));
  const orphans = keys.filter(({ createdBy }) => createdBy !== null && !personOf.has(createdBy));
  const entries = await db().auditEntry.findMany({
    where: { action: "apiKey.created", targetId: { in: orphans.map(({ id }) => id) } },
    select: { targetId: true, actorName: true },
  });
  const nameThen = new Map(entries.map(({ targetId, actorName }) => [targetId, actorName]));
  return ({ id, createdBy }) => {
    if (createdBy === null) return null;
    const person = personOf.get(createdBy);
    return person
      ? { email: person.email, isOwner: person.role === "owner" }
      : { email: nameThen.get(id) ?? null, isOwner: false };
  };
}
