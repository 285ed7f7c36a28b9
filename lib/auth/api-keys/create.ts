import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { generateKey } from "@/lib/auth/api-keys/key";
import { type CreatedApiKey, createApiKeySchema } from "@/lib/auth/api-keys/schemas";
import { requirePermission } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";

/**
 * Creates an API key. Owners and the operator's script may; a key may not make another one: a stolen
 * one must not be able to make itself heirs.
 */
export async function createApiKey({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<CreatedApiKey> {
  requirePermission(actor, "keys:manage");
  const { name, scopes, expiresAt } = parseInput(createApiKeySchema, input);
  const { key, prefix, hash } = generateKey();
  const row = await db().$transaction(async (tx) => {
    const created = await tx.apiKey.create({
      data: {
        id: newId("apiKey"),
        name,
        prefix,
        keyHash: hash,
        scopes,
        expiresAt: expiresAt === null ? null : new Date(expiresAt),
        createdBy: actor.id,
      },
    });
    await writeAudit(tx, {
      actor,
      action: "apiKey.created",
      targetType: "apiKey",
      targetId: created.id,
      detail: { name, scopes, expiresAt: created.expiresAt?.toISOString() ?? null },
    });
    return created;
  });
  return {
    id: row.id,
    name,
    prefix,
    scopes,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    key,
  };
}
