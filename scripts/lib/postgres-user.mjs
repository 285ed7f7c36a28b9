// @ts-check
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { UserError } from "./user-error.mjs";

/**
 * How to start a PostgreSQL program: it refuses to run as root.
 * @typedef {object} RunAs
 * @property {number} [uid] Unset: as ourselves.
 * @property {number} [gid]
 * @property {string[]} prefix A command that drops to the user itself; empty: spawn does it.
 */

/**
 * @param {object} options
 * @param {import("./postgres-binaries.mjs").Binaries} options.binaries
 * @param {string} options.dataDir Folder that holds, or will hold, the cluster.
 * @param {string} options.clusterDir The cluster; when it exists its owner is the one to run as.
 * @returns {RunAs}
 */
export function chooseRunAs({ binaries, dataDir, clusterDir }) {
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (process.getuid?.() !== 0) {
    if (owner && process.getuid && owner.uid !== process.getuid()) {
      throw new UserError(
        `"${clusterDir}" belongs to another user (id ${owner.uid}); start as that user, or give it away with chown -R.`,
      );
    }
    return { prefix: [] };
  }

  const user = owner && owner.uid !== 0 ? owner : (lookUp("postgres") ?? lookUp("nobody"));
  if (!user) {
    throw new UserError(
      "PostgreSQL does not run as root and there is no user `postgres` or `nobody`; start as another user, or set DATABASE_URL.",
    );
  }
  const { uid, gid } = user;
  // The socket-free server needs these only: its programs, its shared files and its own folder.
  const needed = [
    binaries.postgres,
    path.join(binaries.home, "native/share/postgresql/postgres.bki"),
  ];
  const blocked =
    needed.find((file) => !mayReach(file, uid, gid)) ??
    (mayEnter(dataDir, uid, gid) ? null : dataDir);
  if (!blocked) return { uid, gid, prefix: [] };

  const prefix = setprivPrefix(uid, gid);
  const works = spawnSync(prefix[0] ?? "", [...prefix.slice(1), binaries.postgres, "--version"]);
  if (works.status === 0) return { uid, gid, prefix };
  throw new UserError(
    `PostgreSQL does not run as root, and user ${uid} may not enter "${blocked}"; move the project out of a private folder, start as another user, or set DATABASE_URL.`,
  );
}

/**
 * A folder with mode 0700 above us (a clone below /root) keeps every other user out. The server
 * then keeps the one right to pass such folders, and no other. `no_setuid_fixup` is what lets
 * access(2) see it, which PostgreSQL asks before it runs its programs.
 * @param {number} uid
 * @param {number} gid
 */
function setprivPrefix(uid, gid) {
  return [
    "setpriv",
    `--reuid=${uid}`,
    `--regid=${gid}`,
    "--clear-groups",
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    "--",
  ];
}

/** @param {string} name */
function lookUp(name) {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

/**
 * @param {string} file
 * @param {number} uid
 * @param {number} gid
 */
const mayReach = (file, uid, gid) =>
  permits(file, uid, gid, 4) && mayEnter(path.dirname(file), uid, gid);

/**
 * @param {string} folder
 * @param {number} uid
 * @param {number} gid
 */
function mayEnter(folder, uid, gid) {
  for (let at = folder; ; at = path.dirname(at)) {
    if (!permits(at, uid, gid, 1)) return false;
    if (at === path.dirname(at)) return true;
  }
}

/**
 * @param {string} file
 * @param {number} uid
 * @param {number} gid
 * @param {1 | 4} bit 4 to read, 1 to enter
 */
function permits(file, uid, gid, bit) {
  const stat = statSync(file);
  const shift = stat.uid === uid ? 6 : stat.gid === gid ? 3 : 0;
  return ((stat.mode >> shift) & bit) === bit;
}

/**
 * How to start one of PostgreSQL's programs, away from our environment and folder.
 * @param {RunAs} runAs
 * @param {string} program
 * @param {string[]} args
 * @returns {[string, string[], { uid?: number, gid?: number, cwd: string, env: NodeJS.ProcessEnv }]}
 */
export function asUser(runAs, program, args) {
  const { PATH, HOME, TMPDIR, SystemRoot, NODE_ENV } = process.env;
  // Next has every environment say NODE_ENV, in its types.
  const env = { PATH, HOME, TMPDIR, SystemRoot, NODE_ENV, LC_ALL: "C" };
  const base = { env, cwd: path.parse(program).root };
  const [wrapper, ...wrapperArgs] = runAs.prefix;
  if (wrapper) return [wrapper, [...wrapperArgs, program, ...args], base];
  return [program, args, { ...base, uid: runAs.uid, gid: runAs.gid }];
}
