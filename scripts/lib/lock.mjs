// @ts-check
import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTimeOf } from "./processes.mjs";

/**
 * Runs the work while no other process of ours does the same in this clone; waits for its turn.
 * A lock whose owner is gone counts for nothing.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] Called once when somebody else is at it.
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => {}) {
  if (!mayWrite(path.dirname(file))) return work();
  for (let waited = false; !take(file); await sleep(200)) {
    if (!waited) onWait();
    waited = true;
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * An installation that its user may only read has nothing to prepare, and so nobody to wait for.
 * @param {string} folder
 */
function mayWrite(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} file */
function take(file) {
  try {
    writeFileSync(file, `${process.pid} ${startTimeOf(process.pid)}`, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
  }
  const [pid, ...startedAt] = readFileSync(file, { encoding: "utf8", flag: "a+" }).split(" ");
  if (startTimeOf(Number(pid)) !== startedAt.join(" ")) rmSync(file, { force: true });
  return false;
}
