import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { letBackIn } from "@/lib/people/let-back-in";
import { operatorCommand } from "./lib/operator-command";

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

/** The link is alone on the last line. */
process.exitCode = await operatorCommand({
  usage: USAGE,
  read: wanted,
  work: async (input) => {
    const { url, expiresAt } = await letBackIn({ actor: systemActor, ...input });
    if (input.dropSecondStep) console.log(`${input.email} signs in without a second step now.`);
    console.log(
      `Whoever opens this link sets ${input.email}'s password; once, until ${expiresAt}:`,
    );
    console.log(url);
  },
});
