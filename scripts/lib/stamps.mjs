// @ts-check
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * A hash over names and contents of files; it changes exactly when one of them does.
 * @param {string} root
 * @param {string[]} entries Files or folders below root; a missing one counts as empty.
 * @param {(relative: string) => boolean} [skip]
 */
export function hashFiles(root, entries, skip = () => false) {
  const hash = createHash("sha256");
  for (const file of entries.flatMap((entry) => listFiles(root, entry, skip)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * @param {string} root
 * @param {string} relative With forward slashes.
 * @param {(relative: string) => boolean} skip
 * @returns {string[]}
 */
function listFiles(root, relative, skip) {
  if (skip(relative)) return [];
  const stat = statSync(path.join(root, relative), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [relative];
  return readdirSync(path.join(root, relative)).flatMap((name) =>
    listFiles(root, `${relative}/${name}`, skip),
  );
}

/** Remembers, in small files of one folder, what each step last worked from. */
export class Stamps {
  /** @param {string} directory */
  constructor(directory) {
    this.directory = directory;
  }

  /**
   * @param {string} name
   * @param {string} hash
   */
  matches(name, hash) {
    try {
      return readFileSync(this.#file(name), "utf8") === hash;
    } catch {
      return false;
    }
  }

  /**
   * Does the work and notes it; while it is under way, and after a failure, nothing is noted.
   * @param {string} name
   * @param {string} hash
   * @param {() => Promise<void>} work
   */
  async redo(name, hash, work) {
    rmSync(this.#file(name), { force: true });
    await work();
    mkdirSync(this.directory, { recursive: true });
    writeFileSync(this.#file(name), hash);
  }

  /** @param {string} name */
  #file(name) {
    return path.join(this.directory, `${name}.stamp`);
  }
}
