// @ts-check
// Run as a program: an embedded PostgreSQL that lives as long as the pipe on its stdin, and leaves
// nothing behind. It prints its superuser's address as one line when it is ready.
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { EmbeddedDatabase } from "./embedded-database.mjs";
import { BUILD_DIR } from "./paths.mjs";
import { serverUrl, stopLeftover } from "./postgres-cluster.mjs";
import { startTimeOf } from "./processes.mjs";
import { printFailure } from "./user-error.mjs";

const PARENT = path.join(BUILD_DIR, "test");
const directory = path.join(PARENT, `postgres-${process.pid}`);
const password = randomBytes(24).toString("base64url");
const database = new EmbeddedDatabase(directory, password, () => {}, { temporary: true });

/** @type {Promise<void> | undefined} */
let ending;
const end = (code = 0) => {
  ending ??= (async () => {
    await database.stop();
    rmSync(directory, { recursive: true, force: true });
    process.exit(code);
  })();
};

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end());
process.stdin
  .on("error", () => end())
  .on("close", () => end())
  .resume();

try {
  await removeAbandoned();
  mkdirSync(directory, { recursive: true, mode: 0o711 });
  await database.start();
  database.service.supervise();
  process.stdout.write(`${serverUrl(database.port, password, "postgres")}\n`);
} catch (error) {
  if (!ending) {
    printFailure(error);
    end(1);
  }
}

/** What a killed predecessor could not remove. */
async function removeAbandoned() {
  mkdirSync(PARENT, { recursive: true });
  for (const name of readdirSync(PARENT)) {
    const pid = Number(/^postgres-(\d+)$/.exec(name)?.[1]);
    if (!pid || startTimeOf(pid) !== null) continue;
    await stopLeftover(path.join(PARENT, name, "postgres"));
    rmSync(path.join(PARENT, name), { recursive: true, force: true });
  }
}
