import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys/create";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";

const USAGE = "Usage: npm run api-key -- --name NAME";

/** Creates an API key; the key is alone on the last line, so that `| tail -n 1` gets it. */
async function main(): Promise<number> {
  let name: string | undefined;
  try {
    ({ name } = parseArgs({ options: { name: { type: "string" } } }).values);
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (name === undefined) {
    console.error(USAGE);
    return 2;
  }
  try {
    const created = await createApiKey({ actor: systemActor, input: { name } });
    console.log(`Created the API key “${created.name}” (${created.id}).`);
    console.log("Send it as “Authorization: Bearer <key>”. It is not shown again:");
    console.log(created.key);
    return 0;
  } catch (error) {
    console.error(error instanceof AppError ? error.detail : error);
    return 1;
  } finally {
    await db().$disconnect();
  }
}

process.exitCode = await main();
