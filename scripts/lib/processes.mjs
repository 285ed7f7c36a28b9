// @ts-check
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * When a process started, as the system tells it. A process id alone comes round again, in
 * containers at every start; both together name one process for good.
 * @param {number} pid
 * @returns {string | null} null when there is no such process, or only its zombie.
 */
export function startTimeOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" || fields[0] === "X" ? null : (fields[19] ?? null);
    } catch {
      return null;
    }
  }
  if (process.platform === "win32") return exists(pid) ? "running" : null;
  const found = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return found.status === 0 ? found.stdout.trim() || null : null;
}

/** @param {number} pid */
function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * @param {number} pid
 * @returns {string} The program's name, or "" when it is unknown.
 */
export function programOf(pid) {
  if (process.platform === "win32") return "";
  if (process.platform === "linux") {
    try {
      return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
}

/**
 * Signals a process and all of its group; a process already gone is no error.
 * @param {number} pid A group leader's, as `detached` children are.
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(pid, signal) {
  try {
    process.kill(process.platform === "win32" ? pid : -pid, signal);
  } catch {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone.
    }
  }
}

/**
 * Waits until a process that may not be our child is gone.
 * @param {number} pid
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} False when it still lives after the time.
 */
export async function waitForExit(pid, timeoutMs) {
  const started = startTimeOf(pid);
  const deadline = Date.now() + timeoutMs;
  while (started !== null && startTimeOf(pid) === started) {
    if (Date.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}
