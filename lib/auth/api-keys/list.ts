import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { requirePerson } from "@/lib/auth/api-keys/require-person";
import type { ApiKeyDto } from "@/lib/auth/api-keys/schemas";
import { db } from "@/lib/db";

/** The keys that are valid, newest first. */
export async function listApiKeys({ actor }: { actor: Actor }): Promise<{ items: ApiKeyDto[] }> {
  requirePerson(actor);
  const rows = await db().apiKey.findMany({
    where: { revokedAt: null },
    orderBy: { id: "desc" },
    select: { id: true, name: true, prefix: true, createdAt: true, lastUsedAt: true },
  });
  return {
    items: rows.map(({ createdAt, lastUsedAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    })),
  };
}
