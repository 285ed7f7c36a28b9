import "server-only";
import { auth } from "@/lib/auth/auth";
import { log } from "@/lib/log";

/** Of each half. */
const HALF = 5;

/**
 * A recovery code as better-auth makes them, `abcde-FGHIJ`, from one as it was typed: blanks and dashes of
 * any kind tell nothing. Capital and small letters are different ones.
 */
export function recoveryCodeIn(text: string): string {
  const letters = text.replaceAll(/[\s\p{Pd}\u2212]/gu, "");
  return `${letters.slice(0, HALF)}-${letters.slice(HALF)}`;
}

/** How many recovery codes somebody with a second step has left; null when they can't be read. */
export async function recoveryCodesLeft(userId: string): Promise<number | null> {
  try {
    return (await auth().api.viewBackupCodes({ body: { userId } })).backupCodes.length;
  } catch (err) {
    log.warn({ err, userId }, "recovery codes could not be read");
    return null;
  }
}
