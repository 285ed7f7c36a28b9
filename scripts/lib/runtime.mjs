// @ts-check
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writePrivate } from "./data-dir.mjs";
import { signalGroup, startTimeOf, waitForExit } from "./processes.mjs";
import { UserError } from "./user-error.mjs";

/**
 * What runs on a data folder, in DATA_DIR/runtime.json while it runs: the lock against a second
 * start, and the place where scripts and tests find the parts.
 *
 * @typedef {object} Runtime
 * @property {number} supervisorPid
 * @property {string | null} supervisorStartedAt The system's start time of that process.
 * @property {string} command
 * @property {boolean} ready True once the product answers.
 * @property {string} [webUrl] Where this machine reaches the web server.
 * @property {string} [appUrl]
 * @property {string} [databaseUrl]
 * @property {number} [enginePort]
 * @property {number} [postgresPort]
 * @property {Record<string, number>} pids postgres, web, engine: those that run now.
 * @property {Record<string, string | null>} startTimes Of those processes, as the system tells them.
 * @property {Record<string, string>} [env] The product's own variables, for scripts.
 */

/** @param {string} dataDir */
const fileOf = (dataDir) => path.join(dataDir, "runtime.json");

/**
 * @param {string} dataDir
 * @returns {Runtime | null} null when nothing was noted, whether or not it still lives.
 */
export function readRuntime(dataDir) {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), "utf8"));
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EACCES") {
      throw new UserError(
        `"${fileOf(dataDir)}" belongs to another user; run this as the one who started the product.`,
      );
    }
    return null;
  }
}

/** @param {Runtime | null} runtime */
export const isRunning = (runtime) =>
  runtime !== null && isSame(runtime.supervisorPid, runtime.supervisorStartedAt);

/**
 * @param {number} pid
 * @param {string | null | undefined} startedAt
 */
function isSame(pid, startedAt) {
  const now = startTimeOf(pid);
  return now !== null && now === startedAt;
}

/**
 * Takes the data folder for this process; ends what a killed predecessor left running.
 * @param {string} dataDir
 * @param {string} command For the message another start shows.
 */
export async function claim(dataDir, command) {
  /** @type {Runtime} */
  const runtime = {
    supervisorPid: process.pid,
    supervisorStartedAt: startTimeOf(process.pid),
    command,
    ready: false,
    pids: {},
    startTimes: {},
  };
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(fileOf(dataDir), `${JSON.stringify(runtime)}\n`, { flag: "wx", mode: 0o600 });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST" || attempt > 2)
        throw error;
    }
    const other = readRuntime(dataDir);
    if (other && isRunning(other)) throw new UserError(describeOther(dataDir, other));
    if (other) await endLeftovers(other);
    rmSync(fileOf(dataDir), { force: true });
  }
  return new RuntimeFile(dataDir, runtime);
}

/**
 * @param {string} dataDir
 * @param {Runtime} other
 */
function describeOther(dataDir, other) {
  const where = other.appUrl ? ` at ${other.appUrl}` : "";
  return `\`${other.command}\` (process ${other.supervisorPid}) already runs on "${dataDir}"${where}; stop it first, or set another DATA_DIR and PORT.`;
}

/** @param {Runtime} runtime */
async function endLeftovers(runtime) {
  for (const name of ["web", "engine"]) {
    const pid = runtime.pids?.[name];
    if (!pid || !isSame(pid, runtime.startTimes?.[name])) continue;
    signalGroup(pid, "SIGTERM");
    if (!(await waitForExit(pid, 8_000))) signalGroup(pid, "SIGKILL");
  }
}

class RuntimeFile {
  /** @type {string} */ #dataDir;
  /** @type {Runtime} */ #runtime;
  #released = false;

  /**
   * @param {string} dataDir
   * @param {Runtime} runtime
   */
  constructor(dataDir, runtime) {
    this.#dataDir = dataDir;
    this.#runtime = runtime;
  }

  /** @param {Partial<Runtime>} change */
  update(change) {
    if (this.#released) return;
    this.#runtime = { ...this.#runtime, ...change };
    writePrivate(fileOf(this.#dataDir), this.#runtime);
  }

  /**
   * @param {string} name
   * @param {number | undefined} pid undefined: it stopped.
   */
  setProcess(name, pid) {
    const pids = { ...this.#runtime.pids };
    const startTimes = { ...this.#runtime.startTimes };
    delete pids[name];
    delete startTimes[name];
    if (pid) {
      pids[name] = pid;
      startTimes[name] = startTimeOf(pid);
    }
    this.update({ pids, startTimes });
  }

  release() {
    this.#released = true;
    rmSync(fileOf(this.#dataDir), { force: true });
  }
}
