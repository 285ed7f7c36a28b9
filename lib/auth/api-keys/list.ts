import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { requirePerson } from "@/lib/auth/api-keys/require-person";
import { db } from "@/lib/db";

export type ApiKeyListItem = {
  id: string;
  name: string;
  prefix: string;
  createdAt: string;
  lastUsedAt: string | null;
};

/** The keys that are valid, newest first. */
export async function listApiKeys({
  actor,
}: {
  actor: Actor;
}): Promise<{ items: ApiKeyListItem[] }> {
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
