import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { letBackIn } from "@/lib/people/let-back-in";

const USAGE = `Usage: npm run reset-link -- --email ADDRESS [--drop-second-step]
  --drop-second-step  also switches two-factor off, for who has lost the app and the recovery codes`;

/** What was asked for; null when the arguments are not understood. */
function wanted(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      email: { type: "string" },
      "drop-second-step": { type: "boolean", default: false },
    },
  });
  const { email, "drop-second-step": dropSecondStep } = values;
  return email === undefined ? null : { email, dropSecondStep };
}

/** Lets somebody back in; the link is alone on the last line. */
async function main(): Promise<number> {
  let input: ReturnType<typeof wanted>;
  try {
    input = wanted(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (input === null) {
    console.error(USAGE);
    return 2;
  }
  try {
    const { url, expiresAt } = await letBackIn({ actor: systemActor, ...input });
    if (input.dropSecondStep) console.log(`${input.email} signs in without a second step now.`);
    console.log(
      `Whoever opens this link sets ${input.email}'s password; once, until ${expiresAt}:`,
    );
    console.log(url);
    return 0;
  } catch (error) {
    console.error(error instanceof AppError ? error.detail : error);
    return 1;
  } finally {
    await closeDatabase();
  }
}

process.exitCode = await main();
