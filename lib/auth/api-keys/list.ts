import "server-only";
import type { Actor } from "@/lib/auth/actor";
import type { ApiKeyDto } from "@/lib/auth/api-keys/schemas";
import { requirePermission, scopesOf } from "@/lib/auth/permissions";
import { db } from "@/lib/db";

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
      lastUsedAt: true,
      expiresAt: true,
    },
  });
  return {
    items: rows.map(({ scopes, createdAt, lastUsedAt, expiresAt, ...row }) => ({
      ...row,
      scopes: scopesOf(scopes),
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
  };
}
