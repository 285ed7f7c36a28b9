// @ts-check
// Brings the database of DATABASE_URL up to date: `node scripts/migrate.mjs [--check] [--create]`.
// A process of its own, so that the supervisor never loads a database driver.
import { parseArgs } from "node:util";
import { parseConfig, readEnvironment } from "./lib/config.mjs";
import { connect } from "./lib/database.mjs";
import { applyMigrations } from "./lib/migrations.mjs";
import { inRoot, ROOT } from "./lib/paths.mjs";
import { printFailure, UserError } from "./lib/user-error.mjs";

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false }, // only prove that the server answers
    create: { type: "boolean", default: false }, // make the database when it is missing
  },
});

try {
  const { databaseUrl } = parseConfig(readEnvironment(ROOT, process.env), ROOT);
  if (!databaseUrl) {
    throw new UserError(
      "DATABASE_URL is not set; `npm start` migrates the embedded database itself.",
    );
  }
  const client = await connect(databaseUrl, { create: values.create });
  try {
    if (!values.check) {
      const applied = await applyMigrations(client, inRoot("prisma/migrations"));
      console.log(applied.length > 0 ? `applied ${applied.join(", ")}` : "up to date");
    }
  } finally {
    await client.end();
  }
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
