import "server-only";
import type { Db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/http/errors";
import { newId } from "@/lib/ids";
import { decrypt, deriveKey, encrypt, keyIdOf, SECRETS_LABEL } from "@/lib/secrets/crypto";
import type { Sql } from "@/lib/sql";

/** A stored secret is gone, or was encrypted with another APP_SECRET. */
export class SecretUnavailable extends AppError {
  constructor(readonly secretId: string) {
    super(
      "unavailable",
      "A stored secret can't be read: it is gone, or APP_SECRET was changed since. Enter the secret again.",
    );
    this.name = "SecretUnavailable";
  }
}

let cached: { key: Buffer; keyId: string } | undefined;

function currentKey(): { key: Buffer; keyId: string } {
  if (!cached) {
    const key = deriveKey(env().APP_SECRET, SECRETS_LABEL);
    cached = { key, keyId: keyIdOf(key) };
  }
  return cached;
}

/** Encrypts and keeps a value; returns the id that a graph refers to it by. */
export async function storeSecret(
  db: Db,
  { scenarioId, value }: { scenarioId: string | null; value: string },
): Promise<string> {
  const { key, keyId } = currentKey();
  const id = newId("secret");
  await db.secret.create({ data: { id, scenarioId, keyId, ciphertext: encrypt(key, id, value) } });
  return id;
}

interface Stored {
  id: string;
  keyId: string;
  ciphertext: string;
}

function open(row: Stored): string {
  const { key, keyId } = currentKey();
  if (row.keyId !== keyId) throw new SecretUnavailable(row.id);
  try {
    return decrypt(key, row.id, row.ciphertext);
  } catch {
    throw new SecretUnavailable(row.id);
  }
}

/** The value of a secret. Throws SecretUnavailable when it is missing or can't be decrypted. */
export async function readSecret(db: Db, id: string): Promise<string> {
  const row = await db.secret.findUnique({ where: { id } });
  if (!row) throw new SecretUnavailable(id);
  return open(row);
}

/** The values of several secrets by id. Throws SecretUnavailable for the first that is not readable. */
export async function readSecrets(db: Sql, ids: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  const values = new Map<string, string>();
  if (wanted.length === 0) return values;
  const rows = await db.$queryRaw<Stored[]>`
    SELECT id, key_id AS "keyId", ciphertext FROM secrets WHERE id = ANY(${wanted}::text[])`;
  for (const row of rows) values.set(row.id, open(row));
  const missing = wanted.find((id) => !values.has(id));
  if (missing !== undefined) throw new SecretUnavailable(missing);
  return values;
}
