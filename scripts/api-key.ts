import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys/create";
import { scopes } from "@/lib/auth/permissions";
import { operatorCommand } from "./lib/operator-command";

const USAGE = `Usage: npm run api-key -- --name NAME [--scopes ${scopes.join(",")}] [--days DAYS]
  --scopes  what it may do, separated by commas; all of it unless given
  --days    after how many days it expires; never unless given`;

const DAY_MS = 24 * 60 * 60_000;

/** The body of the call that creates the key; null when the arguments are not understood. */
function inputOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      name: { type: "string" },
      scopes: { type: "string", default: scopes.join(",") },
      days: { type: "string" },
    },
  });
  if (values.name === undefined) return null;
  if (values.days !== undefined && !/^[1-9]\d{0,4}$/.test(values.days)) return null;
  const expiresAt =
    values.days === undefined
      ? null
      : new Date(Date.now() + Number(values.days) * DAY_MS).toISOString();
  return { name: values.name, scopes: values.scopes.split(/[\s,]+/).filter(Boolean), expiresAt };
}

/** The key is alone on the last line, so that `| tail -n 1` gets it. */
process.exitCode = await operatorCommand({
  usage: USAGE,
  read: inputOf,
  work: async (input) => {
    const created = await createApiKey({ actor: systemActor, input });
    console.log(`Created the API key “${created.name}” (${created.id}).`);
    console.log(`It may: ${created.scopes.join(", ")}. Expires: ${created.expiresAt ?? "never"}.`);
    console.log("Send it as “Authorization: Bearer <key>”. It is not shown again:");
    console.log(created.key);
  },
});
