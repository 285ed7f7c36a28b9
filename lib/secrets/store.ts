import "server-only";
import type { Db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { newId } from "@/lib/ids";
import { seal, unseal } from "@/lib/secrets/keys";
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

/** A secret to be kept. */
export interface NewSecret {
  /** null: of an inbox or of the settings. */
  scenarioId: string | null;
  value: string;
  /** Where it may be sent to (`originOf`); null or left out where that is not known yet. */
  origin?: string | null;
  /** The id of who entered it. */
  createdBy?: string | null;
}

/** Encrypts and keeps a value; returns the id that a graph refers to it by. */
export async function storeSecret(
  db: Db,
  { scenarioId, value, origin = null, createdBy = null }: NewSecret,
): Promise<string> {
  const id = newId("secret");
  await db.secret.create({ data: { id, scenarioId, origin, createdBy, ...seal(id, value) } });
  return id;
}

/** The value of a secret. Throws SecretUnavailable when it is missing or can't be decrypted. */
export async function readSecret(db: Db, id: string): Promise<string> {
  const row = await db.secret.findUnique({ where: { id } });
  const value = row && unseal(id, row);
  if (value === null) throw new SecretUnavailable(id);
  return value;
}

/** A secret in clear. */
export interface OpenSecret {
  value: string;
  /** What it was before it was rotated, while that still counts. */
  previous: string | null;
}

interface Stored {
  id: string;
  keyId: string;
  ciphertext: string;
  previousId: string | null;
  previousKeyId: string | null;
  previousCiphertext: string | null;
}

/**
 * Several secrets by id, each with its former value while that still counts, by the database's clock.
 * Those that are not readable are left out; of a former value that is not, only the new one is left.
 */
export async function openReadable(
  db: Sql,
  ids: Iterable<string>,
): Promise<Map<string, OpenSecret>> {
  const wanted = [...new Set(ids)];
  const opened = new Map<string, OpenSecret>();
  if (wanted.length === 0) return opened;
  const rows = await db.$queryRaw<Stored[]>`
    SELECT secret.id, secret.key_id AS "keyId", secret.ciphertext, former.id AS "previousId",
      former.key_id AS "previousKeyId", former.ciphertext AS "previousCiphertext"
    FROM secrets AS secret
    LEFT JOIN secrets AS former
      ON former.id = secret.previous_id AND secret.previous_until > clock_timestamp()
    WHERE secret.id = ANY(${wanted}::text[])`;
  for (const row of rows) {
    const value = unseal(row.id, row);
    if (value !== null) opened.set(row.id, { value, previous: formerOf(row) });
  }
  return opened;
}

function formerOf({ previousId, previousKeyId, previousCiphertext }: Stored): string | null {
  if (previousId === null || previousKeyId === null || previousCiphertext === null) return null;
  return unseal(previousId, { keyId: previousKeyId, ciphertext: previousCiphertext });
}

/** The values of several secrets by id. Throws SecretUnavailable for the first that is not readable. */
export async function readSecrets(db: Sql, ids: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)];
  const opened = await openReadable(db, wanted);
  return new Map(wanted.map((id) => [id, openedSecret(opened, id).value]));
}

/** One of those that `openReadable` has found. Throws SecretUnavailable when it has not. */
export function openedSecret(opened: ReadonlyMap<string, OpenSecret>, id: string): OpenSecret {
  const secret = opened.get(id);
  if (!secret) throw new SecretUnavailable(id);
  return secret;
}
