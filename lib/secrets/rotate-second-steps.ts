import "server-only";
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { authSecrets } from "@/lib/secrets/auth-secrets";
import type { RotationProgress } from "@/lib/secrets/rotate-master-key";
import { type Sql, sqlTransaction } from "@/lib/sql";

const BATCH = 100;

interface Row {
  id: string;
  secret: string;
  backupCodes: string;
}

/** As better-auth makes its key ring of what it is configured with. */
function keyRing() {
  const { secrets, secret } = authSecrets();
  const [{ version: currentVersion }] = secrets;
  const keys = new Map(secrets.map(({ version, value }) => [version, value]));
  return { keys, currentVersion, legacySecret: secret };
}

/**
 * Encrypts the secrets and backup codes of people's second steps anew, where they were not with the
 * current key. Batches, interruption and repetition as `rotateMasterKey`.
 */
export async function rotateSecondSteps(): Promise<RotationProgress> {
  const progress: RotationProgress = { rotated: 0, unreadable: [] };
  let after = "";
  for (;;) {
    const batch = await sqlTransaction((tx) => rotateBatch(tx, after));
    if (batch.last === undefined) return progress;
    after = batch.last;
    progress.rotated += batch.rotated;
    progress.unreadable.push(...batch.unreadable);
  }
}

async function rotateBatch(tx: Sql, after: string) {
  const key = keyRing();
  // How better-auth writes down the version of the key: its envelope.
  const current = `$ba$${key.currentVersion}$`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id, secret, backup_codes AS "backupCodes" FROM two_factors
    WHERE id > ${after}
      AND NOT (starts_with(secret, ${current}) AND starts_with(backup_codes, ${current}))
    ORDER BY id LIMIT ${BATCH} FOR UPDATE`;
  const unreadable: string[] = [];
  for (const { id, secret, backupCodes } of rows) {
    const opened = await openBoth(key, secret, backupCodes);
    if (opened === null) {
      unreadable.push(id);
      continue;
    }
    const [sealed, sealedCodes] = await Promise.all(
      opened.map((data) => symmetricEncrypt({ key, data })),
    );
    await tx.$executeRaw`
      UPDATE two_factors SET secret = ${sealed}, backup_codes = ${sealedCodes} WHERE id = ${id}`;
  }
  return { last: rows.at(-1)?.id, rotated: rows.length - unreadable.length, unreadable };
}

async function openBoth(key: ReturnType<typeof keyRing>, ...sealed: [string, string]) {
  try {
    return await Promise.all(sealed.map((data) => symmetricDecrypt({ key, data })));
  } catch {
    return null;
  }
}
