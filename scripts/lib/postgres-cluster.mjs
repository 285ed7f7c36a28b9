// @ts-check
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { findBinaries } from "./postgres-binaries.mjs";
import { readPidFile } from "./postgres-server.mjs";
import { asUser, chooseRunAs } from "./postgres-user.mjs";
import { programOf, startTimeOf, waitForExit } from "./processes.mjs";
import { UserError } from "./user-error.mjs";

const MAJOR = "18";
const SUPERUSER = "postgres";

/** Small on purpose: one shop's integrations on one machine, in little memory. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "UTC",
  log_timezone: "UTC",
  max_connections: "60",
  shared_buffers: "64MB",
  work_mem: "4MB",
  maintenance_work_mem: "32MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "512MB",
  io_method: "sync",
  max_worker_processes: "2",
  max_parallel_workers_per_gather: "0",
  max_logical_replication_workers: "0",
  autovacuum_max_workers: "1",
  // A new instance that is busy from the start is planned for by what is known of its tables.
  autovacuum_naptime: "15s",
  jit: "off",
  log_checkpoints: "off",
};

/**
 * @typedef {object} Cluster A PostgreSQL of our own, made and ready to be launched.
 * @property {string} directory
 * @property {string} logFile
 * @property {number} logOffset Where in it the latest launch begins.
 * @property {string} password
 * @property {Record<string, string>} settings
 * @property {import("./postgres-binaries.mjs").Binaries} binaries
 * @property {import("./postgres-user.mjs").RunAs} runAs
 */

/**
 * Finds or makes the cluster below `dataDir`, and stops a server that an earlier, killed start
 * left running on it. Deletes nothing of an existing cluster.
 * @param {object} options
 * @param {string} options.dataDir
 * @param {string} options.password Of the superuser; fixed when the cluster is made.
 * @param {boolean} [options.temporary] For tests: does not wait for the disk.
 * @returns {Promise<{ cluster: Cluster, isNew: boolean }>}
 */
export async function openCluster({ dataDir, password, temporary = false }) {
  const directory = path.join(dataDir, "postgres");
  const isNew = !clusterExists(dataDir);
  const binaries = await findBinaries();
  const runAs = chooseRunAs({ binaries, dataDir, clusterDir: directory });
  /** @type {Cluster} */
  const cluster = {
    directory,
    logFile: path.join(dataDir, "postgres.log"),
    logOffset: 0,
    password,
    settings: temporary
      ? { ...SETTINGS, fsync: "off", synchronous_commit: "off", full_page_writes: "off" }
      : SETTINGS,
    binaries,
    runAs,
  };
  if (isNew) initialise(cluster, dataDir, temporary);
  else {
    // PostgreSQL refuses a folder that others may read, as a careless chmod -R leaves it.
    if (statSync(directory).mode & 0o077) chmodSync(directory, 0o700);
    await stopLeftover(directory);
  }
  return { cluster, isNew };
}

/**
 * Whether a data folder has a cluster already. Can be asked before anything is installed.
 * @param {string} dataDir
 * @throws {UserError} When something is in its place that is none of ours.
 */
export function clusterExists(dataDir) {
  const directory = path.join(dataDir, "postgres");
  const stat = statSync(directory, { throwIfNoEntry: false });
  if (!stat) return false;
  const remedy = "restore it from a backup, or move it away to begin with an empty database";
  if (!stat.isDirectory()) {
    throw new UserError(
      `"${directory}" should be PostgreSQL's data folder but is a file; ${remedy}.`,
    );
  }
  const versionFile = path.join(directory, "PG_VERSION");
  if (!existsSync(versionFile)) {
    if (readdirSync(directory).length > 0) {
      throw new UserError(
        `"${directory}" is no complete PostgreSQL data folder (PG_VERSION is missing); ${remedy}.`,
      );
    }
    rmdirSync(directory);
    return false;
  }
  const major = readFileSync(versionFile, "utf8").trim();
  if (major !== MAJOR) {
    throw new UserError(
      `"${directory}" was made by PostgreSQL ${major || "(unknown)"} and this release brings ${MAJOR}; dump it with the release that made it, or move it away to begin with an empty database.`,
    );
  }
  return true;
}

/**
 * Made beside its place and moved there when complete, so that a killed start leaves no half.
 * @param {Cluster} cluster
 * @param {string} dataDir
 * @param {boolean} temporary
 */
function initialise(cluster, dataDir, temporary) {
  const { uid, gid } = cluster.runAs;
  for (const name of readdirSync(dataDir)) {
    if (name.startsWith("postgres.new")) rmSync(path.join(dataDir, name), { recursive: true });
  }
  // initdb may have no right to make a folder in ours: it gets one.
  const parent = path.join(dataDir, "postgres.new");
  const passwordFile = path.join(parent, "password");
  mkdirSync(parent, { mode: 0o700 });
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) {
    chownSync(passwordFile, uid, gid);
    chownSync(parent, uid, gid);
  }
  const made = path.join(parent, "cluster");
  const [command, args, options] = asUser(cluster.runAs, cluster.binaries.initdb, [
    `--pgdata=${made}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The built-in provider sorts alike on every system, whatever locales that has.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    ...(temporary ? ["--no-sync"] : []),
  ]);
  const result = spawnSync(command, args, { ...options, encoding: "utf8" });
  if (result.status !== 0) {
    rmSync(parent, { recursive: true, force: true });
    const reason = result.error?.message ?? lastLine(result.stderr);
    throw new UserError(
      `The embedded PostgreSQL could not make its data folder in "${dataDir}": ${reason}.`,
    );
  }
  renameSync(made, cluster.directory);
  rmSync(parent, { recursive: true, force: true });
}

/**
 * Stops a server that outlived the process which started it.
 * @param {string} directory
 */
export async function stopLeftover(directory) {
  const pid = Number(readPidFile(directory)[0]);
  if (!pid || startTimeOf(pid) === null) return;
  const program = programOf(pid);
  if (program && !/postgres/.test(program)) {
    // After a reboot another program has that number; PostgreSQL would take it for its own.
    rmSync(path.join(directory, "postmaster.pid"));
    return;
  }
  process.kill(pid, "SIGINT");
  if (await waitForExit(pid, 20_000)) return;
  throw new UserError(
    `A PostgreSQL left over from an earlier start (process ${pid}) does not stop; end it and start again.`,
  );
}

/**
 * @param {number} port
 * @param {string} password
 * @param {string} database
 */
export const serverUrl = (port, password, database) =>
  `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;

/** @param {string} text */
const lastLine = (text) => text.trim().split("\n").at(-1)?.replace(/\.$/, "") ?? "unknown";
