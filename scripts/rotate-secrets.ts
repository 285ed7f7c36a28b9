import { closeDatabase } from "@/lib/db";
import { env } from "@/lib/env";
import { countSecrets, rotateMasterKey } from "@/lib/secrets/rotate-master-key";
import { rotateSecondSteps } from "@/lib/secrets/rotate-second-steps";

const USAGE = `Usage: npm run secrets:rotate
  Encrypts the stored secrets anew, from APP_SECRET_PREVIOUS to APP_SECRET. Start the product with both
  first; docs/operating.md has the steps. It may be interrupted and repeated.`;

/** Ids that are shown at most; more of them would tell no more. */
const SHOWN = 20;

/** Prints counts and ids, never a value. */
async function main(): Promise<number> {
  if (process.argv.length > 2) {
    console.error(USAGE);
    return 2;
  }
  const { APP_SECRET, APP_SECRET_PREVIOUS } = env();
  if (APP_SECRET_PREVIOUS === undefined || APP_SECRET_PREVIOUS === APP_SECRET) {
    const why = APP_SECRET_PREVIOUS === undefined ? "is not set" : "is the same as APP_SECRET";
    console.error(
      `APP_SECRET_PREVIOUS ${why}: nothing is to be done. Where the product runs, it is its own values that count.\n${USAGE}`,
    );
    return 2;
  }
  try {
    const { total, stale } = await countSecrets();
    console.log(`${total} stored secrets, ${stale} of them not encrypted with APP_SECRET yet.`);
    const { rotated, unreadable } = await rotateMasterKey((progress) =>
      console.log(`${progress.rotated} of ${stale} encrypted anew…`),
    );
    const steps = await rotateSecondSteps();
    console.log(`${steps.rotated} second steps of a sign-in encrypted anew.`);
    unreadable.push(...steps.unreadable);
    if (unreadable.length === 0) {
      console.log(`Done: ${rotated} encrypted anew. APP_SECRET_PREVIOUS is needed no more.`);
      return 0;
    }
    const more = unreadable.length > SHOWN ? ` and ${unreadable.length - SHOWN} more` : "";
    console.error(
      `${rotated} encrypted anew; ${unreadable.length} can be read with neither of the two and stay as they are: ${unreadable.slice(0, SHOWN).join(", ")}${more}.`,
    );
    return 1;
  } finally {
    await closeDatabase();
  }
}

process.exitCode = await main();
