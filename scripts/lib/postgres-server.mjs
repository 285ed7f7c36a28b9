// @ts-check
import { spawn } from "node:child_process";
import { closeSync, fstatSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asUser } from "./postgres-user.mjs";
import { UserError } from "./user-error.mjs";

/** @typedef {import("./postgres-cluster.mjs").Cluster} Cluster */

const START_TIMEOUT_MS = 30_000;
const MAX_LOG_BYTES = 5 * 1024 * 1024;

/**
 * Starts the server process. It writes to its log file and so outlives no pipe.
 * @param {Cluster} cluster
 * @param {number} port
 */
export function launch(cluster, port) {
  const log = statSync(cluster.logFile, { throwIfNoEntry: false });
  if (log && log.size > MAX_LOG_BYTES) renameSync(cluster.logFile, `${cluster.logFile}.1`);
  const flags = Object.entries({ ...cluster.settings, port: String(port) });
  const [command, args, options] = asUser(cluster.runAs, cluster.binaries.postgres, [
    "-D",
    cluster.directory,
    ...flags.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  const output = openSync(cluster.logFile, "a", 0o600);
  cluster.logOffset = fstatSync(output).size;
  try {
    return spawn(command, args, { ...options, detached: true, stdio: ["ignore", output, output] });
  } finally {
    closeSync(output);
  }
}

/** What PostgreSQL says while processes of a killed predecessor are not quite gone. */
const STILL_IN_USE = /lock file .* already exists|shared memory block .* still in use/;

/** The folder of a server that was killed a moment ago: to be tried again, for some seconds. */
export class StillInUse extends UserError {}

/**
 * Waits until a launched server takes connections.
 * @param {Cluster} cluster
 * @param {import("node:child_process").ChildProcess} child
 * @throws {UserError} With PostgreSQL's own last words when it stops instead.
 */
export async function waitUntilReady(cluster, child) {
  /** @type {Error | null} */
  let spawnError = null;
  child.once("error", (error) => {
    spawnError = error;
  });
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(20)) {
    const lines = readPidFile(cluster.directory);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return;
    if (spawnError || child.exitCode !== null || child.signalCode !== null) break;
  }
  const words = readFileSync(cluster.logFile)
    .subarray(cluster.logOffset)
    .toString()
    .trim()
    .split("\n");
  const telling = words.find((line) => /FATAL|PANIC|could not|error while/.test(line));
  const reason = telling?.replace(/^.*?(FATAL|PANIC|postgres): +/, "") || "it did not become ready";
  const Failure = STILL_IN_USE.test(reason) ? StillInUse : UserError;
  throw new Failure(
    `The embedded PostgreSQL does not start on "${cluster.directory}": ${reason}; see ${cluster.logFile}, restore the folder from a backup, or move it away to begin with an empty database.`,
  );
}

/**
 * Fast shutdown: open transactions are rolled back, the data is written out.
 * @param {import("node:child_process").ChildProcess} child
 * @param {number} [timeoutMs] After which it is told to drop everything; it then recovers at the next start.
 */
export async function stopServer(child, timeoutMs = 20_000) {
  if (!child.pid || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGQUIT"), timeoutMs);
  await gone;
  clearTimeout(timer);
}

/**
 * @param {string} directory
 * @returns {string[]} The lines the running server keeps there; none when it is stopped.
 */
export function readPidFile(directory) {
  try {
    return readFileSync(path.join(directory, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return [];
  }
}
