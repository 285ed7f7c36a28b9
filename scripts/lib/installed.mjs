// @ts-check
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean, link?: boolean }} Entry
 * @typedef {{ packages?: Record<string, Entry> }} Lock
 */

/**
 * Whether node_modules is what package-lock.json asks for. npm notes what it installed in a lock
 * file of its own, written last: no stamp of ours could say it better.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = readLock(path.join(root, "package-lock.json"));
  const found = readLock(path.join(root, "node_modules/.package-lock.json"));
  return wanted !== null && found !== null && sameLock(wanted, found);
}

/**
 * @param {Lock} wanted
 * @param {Lock} found
 */
export function sameLock(wanted, found) {
  const installed = found.packages ?? {};
  for (const [name, entry] of Object.entries(wanted.packages ?? {})) {
    if (name === "" || entry.link) continue;
    const other = installed[name];
    // Optional packages are those of other systems; npm leaves them out.
    if (other ? other.version !== entry.version : !entry.optional && !entry.devOptional)
      return false;
  }
  return Object.keys(installed).every((name) => name in (wanted.packages ?? {}));
}

/**
 * @param {string} file
 * @returns {Lock | null}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
