// @ts-check
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { UserError } from "./user-error.mjs";

/**
 * @typedef {object} Secrets Made once per data folder; the sessions and stored secrets depend on it.
 * @property {string} appSecret
 * @property {string} eventKey
 * @property {string} signingKey
 * @property {string} postgresPassword
 */

/**
 * Makes the data folder if it is missing and proves that it can be written to.
 * @param {string} dataDir
 */
export function openDataDir(dataDir) {
  const stat = statSync(dataDir, { throwIfNoEntry: false });
  if (stat && !stat.isDirectory()) {
    throw new UserError(`DATA_DIR "${dataDir}" is a file; move it away, or name a folder.`);
  }
  const probe = path.join(dataDir, `.write-test-${process.pid}`);
  try {
    // As root, PostgreSQL runs as another user, who must be able to pass through.
    makeFolder(dataDir, process.getuid?.() === 0 ? 0o711 : 0o700);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new UserError(
      `DATA_DIR "${dataDir}" can't be written to (${code}); give this user the right to it, or name another folder.`,
    );
  }
}

/**
 * As mkdir -p; Node's own recursive mkdir never returns on a file system that refuses with ENOENT.
 * @param {string} folder
 * @param {number} mode
 */
function makeFolder(folder, mode) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder), mode);
  mkdirSync(folder, { mode });
}

/**
 * @param {string} dataDir
 * @returns {Secrets}
 */
export function loadSecrets(dataDir) {
  const file = path.join(dataDir, "secrets.json");
  if (!existsSync(file)) {
    if (existsSync(path.join(dataDir, "postgres", "PG_VERSION"))) {
      throw new UserError(
        `"${file}" is missing, and without it the database beside it can't be opened; restore it from a backup, or move "${dataDir}" away to begin anew.`,
      );
    }
    /** @type {Secrets} */
    const secrets = {
      appSecret: randomBytes(32).toString("base64url"),
      eventKey: randomBytes(24).toString("base64url"),
      signingKey: `signkey-prod-${randomBytes(32).toString("hex")}`,
      postgresPassword: randomBytes(24).toString("base64url"),
    };
    writePrivate(file, secrets);
    return secrets;
  }
  try {
    if (statSync(file).mode & 0o077) chmodSync(file, 0o600);
    const secrets = JSON.parse(readFileSync(file, "utf8"));
    for (const name of ["appSecret", "eventKey", "signingKey", "postgresPassword"]) {
      if (typeof secrets[name] !== "string" || !secrets[name])
        throw new Error(`${name} is missing`);
    }
    return secrets;
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new UserError(
      `"${file}" is damaged (${message}); restore it from a backup, or move "${dataDir}" away to begin anew.`,
    );
  }
}

/**
 * Ports are kept from start to start where they are still free, for whoever noted them.
 * @param {string} dataDir
 * @returns {{ postgres?: number, engine?: number }}
 */
export function loadPorts(dataDir) {
  try {
    return JSON.parse(readFileSync(path.join(dataDir, "ports.json"), "utf8"));
  } catch {
    return {};
  }
}

/**
 * @param {string} dataDir
 * @param {{ postgres?: number, engine?: number }} ports
 */
export const savePorts = (dataDir, ports) =>
  writePrivate(path.join(dataDir, "ports.json"), { ...loadPorts(dataDir), ...ports });

/**
 * Readable by the owner alone, and never seen half-written.
 * @param {string} file
 * @param {unknown} value
 */
export function writePrivate(file, value) {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}
