import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { generateKey } from "@/lib/auth/api-keys/key";
import { requirePerson } from "@/lib/auth/api-keys/require-person";
import { type CreatedApiKey, createApiKeySchema } from "@/lib/auth/api-keys/schemas";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";

/** Creates an API key. People and the operator's script may; a key may not make another one. */
export async function createApiKey({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<CreatedApiKey> {
  requirePerson(actor);
  const { name } = parseInput(createApiKeySchema, input);
  const { key, prefix, hash } = generateKey();
  const row = await db().$transaction(async (tx) => {
    const created = await tx.apiKey.create({
      data: { id: newId("apiKey"), name, prefix, keyHash: hash, createdBy: actor.id },
    });
    await writeAudit(tx, {
      actor,
      action: "apiKey.created",
      targetType: "apiKey",
      targetId: created.id,
      detail: name,
    });
    return created;
  });
  return { id: row.id, name, prefix, createdAt: row.createdAt.toISOString(), key };
}
