import "server-only";
import type { Db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { seal, unseal } from "@/lib/secrets/keys";

/** How a stored secret stands after it was rotated. */
export interface SecretState {
  rotatedAt: Date | null;
  /** Until when the former value counts beside it; null where none does. */
  overlapUntil: Date | null;
}

interface Row {
  keyId: string;
  ciphertext: string;
  scenarioId: string | null;
  origin: string | null;
  createdBy: string | null;
  previousId: string | null;
  overlapUntil: Date | null;
  rotatedAt: Date | null;
}

async function lockSecret(tx: Db, id: string): Promise<Row | undefined> {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT key_id AS "keyId", ciphertext, scenario_id AS "scenarioId", origin,
      created_by AS "createdBy", previous_id AS "previousId", rotated_at AS "rotatedAt",
      CASE WHEN previous_until > clock_timestamp() THEN previous_until END AS "overlapUntil"
    FROM secrets WHERE id = ${id} FOR UPDATE`;
  return row;
}

/**
 * Puts another value in place of a secret's, under the same id: whatever refers to it signs with the
 * new one from the next attempt on. The former counts beside it for `overlapMs`; what it was before
 * that counts no more. The same value again changes nothing, so that a repeat does not. A former
 * value that can't be read any more has no overlap, nor has one without an address that somebody else
 * entered: the new one is free to go anywhere, and would take the former along. Undefined when there is no such secret.
 * @param input.createdBy who enters the new value: from now on only they decide where it goes, while
 * it has no address; of the former, who entered that
 */
export async function replaceSecret(
  tx: Db,
  {
    id,
    value,
    createdBy,
    overlapMs,
  }: { id: string; value: string; createdBy: string | null; overlapMs: number },
): Promise<(SecretState & { isChanged: boolean }) | undefined> {
  const row = await lockSecret(tx, id);
  if (!row) return undefined;
  const former = unseal(id, row);
  if (former === value) return { ...stateOf(row), isChanged: false };
  const now = new Date();
  const goesWhereItMay =
    row.origin !== null || row.createdBy === null || row.createdBy === createdBy;
  const overlapUntil =
    former !== null && goesWhereItMay && overlapMs > 0 ? new Date(now.getTime() + overlapMs) : null;
  const previousId = overlapUntil === null ? null : newId("secret");
  if (former !== null && previousId !== null)
    await tx.secret.create({
      data: {
        id: previousId,
        scenarioId: row.scenarioId,
        origin: row.origin,
        createdBy: row.createdBy,
        ...seal(previousId, former),
      },
    });
  await tx.secret.update({
    where: { id },
    data: {
      ...seal(id, value),
      createdBy,
      rotatedAt: now,
      previousId,
      previousUntil: overlapUntil,
    },
  });
  if (row.previousId !== null) await tx.secret.deleteMany({ where: { id: row.previousId } });
  return { rotatedAt: now, overlapUntil, isChanged: true };
}

/** Ends the time in which a secret's former value counts beside it. Undefined as above. */
export async function endSecretOverlap(
  tx: Db,
  id: string,
): Promise<(SecretState & { isChanged: boolean }) | undefined> {
  const row = await lockSecret(tx, id);
  if (!row) return undefined;
  if (row.previousId !== null) {
    await tx.secret.update({ where: { id }, data: { previousId: null, previousUntil: null } });
    await tx.secret.deleteMany({ where: { id: row.previousId } });
  }
  return { rotatedAt: row.rotatedAt, overlapUntil: null, isChanged: row.overlapUntil !== null };
}

const stateOf = ({ rotatedAt, overlapUntil }: Row): SecretState => ({ rotatedAt, overlapUntil });
