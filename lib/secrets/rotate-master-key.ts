import "server-only";
import { currentKeyId, seal, unseal } from "@/lib/secrets/keys";
import { type Sql, sql, sqlTransaction } from "@/lib/sql";

/** Small enough that none of them is locked for long. */
const BATCH = 200;

export interface RotationProgress {
  /** Encrypted with the current key now, and with another one before. */
  rotated: number;
  /** The ids of those that neither key opens; they stay as they are. */
  unreadable: string[];
}

interface Row {
  id: string;
  keyId: string;
  ciphertext: string;
}

/** How many stored secrets there are, and how many of them another key than the current one opens. */
export async function countSecrets(): Promise<{ total: number; stale: number }> {
  const [row] = await sql().$queryRaw<{ total: number; stale: number }[]>`
    SELECT count(*)::int AS total, count(*) FILTER (WHERE key_id <> ${currentKeyId()})::int AS stale
    FROM secrets`;
  return row ?? { total: 0, stale: 0 };
}

/**
 * Encrypts every stored secret anew that was not encrypted with the current key, in batches that are
 * each a transaction: interrupted, it has done as much as it told, and goes on where it is begun again.
 * Webhooks may be sent, and secrets changed, meanwhile.
 */
export async function rotateMasterKey(
  onBatch: (progress: RotationProgress) => void = () => {},
): Promise<RotationProgress> {
  const progress: RotationProgress = { rotated: 0, unreadable: [] };
  let after = "";
  for (;;) {
    const batch = await sqlTransaction((tx) => rotateBatch(tx, after));
    const last = batch.last;
    if (last === undefined) return progress;
    after = last;
    progress.rotated += batch.rotated;
    progress.unreadable.push(...batch.unreadable);
    onBatch(progress);
  }
}

async function rotateBatch(tx: Sql, after: string) {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, key_id AS "keyId", ciphertext FROM secrets
    WHERE key_id <> ${currentKeyId()} AND id > ${after} ORDER BY id LIMIT ${BATCH} FOR UPDATE`;
  const unreadable: string[] = [];
  for (const row of rows) {
    const value = unseal(row.id, row);
    if (value === null) {
      unreadable.push(row.id);
      continue;
    }
    const { keyId, ciphertext } = seal(row.id, value);
    await tx.$executeRaw`
      UPDATE secrets SET key_id = ${keyId}, ciphertext = ${ciphertext} WHERE id = ${row.id}`;
  }
  return { last: rows.at(-1)?.id, rotated: rows.length - unreadable.length, unreadable };
}
