// @ts-check
import { inRoot } from "./paths.mjs";
import { run } from "./run-command.mjs";
import { UserError } from "./user-error.mjs";

/**
 * Runs scripts/migrate.mjs, which alone loads the database driver.
 * @param {string} databaseUrl
 * @param {"check" | "apply" | "create"} mode check: only prove that the server answers; create: make
 *   the database first when it is missing.
 * @returns {Promise<string>} What it did, in a few words.
 * @throws {UserError} With its sentence.
 */
export async function migrate(databaseUrl, mode) {
  const flags = mode === "apply" ? [] : [`--${mode}`];
  const result = await run(process.execPath, [inRoot("scripts/migrate.mjs"), ...flags], {
    env: { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: "development" },
  });
  if (result.code !== 0)
    throw new UserError(result.stderr.trim() || "The migration ended without a word.");
  return result.stdout.trim();
}
